-- one row is one tested item, as it is known now or was once, whose limit is another than that of its standard
SELECT
    cited.*,
    other_limit.shown,
    other_limit.says
FROM (/*cited*/) AS cited
INNER JOIN limit_stated
    ON
        cited.item_code = limit_stated.item_code
        AND cited.product = limit_stated.product
        AND cited.basis = limit_stated.basis
        AND cited.limit_operator = limit_stated.limit_operator
        AND cited.limit_day IS NOT DISTINCT FROM limit_stated.limit_day
        AND cited.limit_text IS NOT DISTINCT FROM limit_stated.limit_text
        AND cited.limit_low IS NOT DISTINCT FROM limit_stated.limit_low
        AND cited.limit_high IS NOT DISTINCT FROM limit_stated.limit_high
        AND cited.limit_unit IS NOT DISTINCT FROM limit_stated.limit_unit
        AND cited.limit_basis IS NOT DISTINCT FROM limit_stated.limit_basis
        AND cited.limit_reason IS NOT DISTINCT FROM limit_stated.limit_reason
        AND cited.plan_n IS NOT DISTINCT FROM limit_stated.plan_n
        AND cited.plan_c IS NOT DISTINCT FROM limit_stated.plan_c
        AND cited.plan_m IS NOT DISTINCT FROM limit_stated.plan_m
        AND cited.plan_upper_m IS NOT DISTINCT FROM limit_stated.plan_upper_m
INNER JOIN other_limit USING (limit_no)
ORDER BY cited.delivery_id, cited.sheet, cited.row_no, cited.item_name
