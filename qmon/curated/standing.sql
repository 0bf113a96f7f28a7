-- one row is one finding that rests on all that is known: items missing or contradictory, verdicts that differ, twins
SELECT
    broken.code || '-' || left(md5(concat_ws(
        '|', broken.code, place.delivery_id, place.sheet, coalesce(CAST(place.row_no AS VARCHAR), ''),
        coalesce(broken.column_name, ''), coalesce(broken.sample_id, ''), coalesce(broken.found_text, '')
    )), 12) AS finding_id,
    broken.code,
    rules.severity,
    broken.acts_on,
    place.delivery_id,
    delivery.file,
    place.sheet,
    place.row_no,
    broken.column_name,
    broken.found_text,
    broken.sample_id,
    fields.zh || '：' || broken.says AS message,
    'open' AS finding_status,
    CAST(NULL AS VARCHAR) AS decision_id
FROM /*broken*/ AS broken
INNER JOIN /*place*/ AS place USING (sample_id)
INNER JOIN delivery USING (delivery_id)
INNER JOIN rules USING (code)
LEFT JOIN fields ON broken.column_name = fields.name
