-- one row is one limit as any tested item states it, of an item in a product on a day by a standard
SELECT
    row_number() OVER () AS limit_no,
    stated
FROM (SELECT DISTINCT stated FROM (/*cited*/))
