-- one row is one finding that a tested item states another limit than its standard, and until when the item was known
SELECT
    finding_id_of('I04', cited.delivery_id, cited.sheet, cited.row_no, 'limit_text', cited.sample_id, limit_other.shown) AS finding_id,
    rules.code,
    rules.severity,
    rules.acts_on,
    cited.delivery_id,
    cited.file,
    cited.sheet,
    cited.row_no,
    'limit_text' AS column_name,
    limit_other.shown AS found_text,
    cited.sample_id,
    cited.item_name || '：' || cited.product || ' 的标准值为 ' || limit_other.shown || '，' || limit_other.says AS message,
    'open' AS finding_status,
    CAST(NULL AS VARCHAR) AS decision_id,
    cited.known_to
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
INNER JOIN limit_other USING (limit_no)
INNER JOIN rules ON rules.code = 'I04'
