-- one row is one limit as any tested item states it, of an item in a product on a day by a standard
SELECT
    row_number() OVER () AS limit_no,
    *
FROM (
    SELECT DISTINCT
        item_code,
        product,
        basis,
        limit_day,
        limit_text,
        limit_operator,
        limit_low,
        limit_high,
        limit_unit,
        limit_basis,
        limit_reason,
        plan_n,
        plan_c,
        plan_m,
        plan_upper_m
    FROM (/*cited*/)
)
