-- one row is one row of a sample's history that is no longer current, with a number of its own
SELECT
    *,
    row_number() OVER () AS nth
FROM (/*reported*/)
WHERE NOT (/*current*/)
