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
    cited.item_name || '：' || cited.stated.product || ' 的标准值为 ' || limit_other.shown || '，' || limit_other.says AS message,
    'open' AS finding_status,
    CAST(NULL AS VARCHAR) AS decision_id,
    cited.known_to
FROM (/*cited*/) AS cited
INNER JOIN limit_stated USING (stated)
INNER JOIN limit_other USING (limit_no)
INNER JOIN rules ON rules.code = 'I04'
