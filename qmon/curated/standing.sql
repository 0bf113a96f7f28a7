-- one row is one finding that rests on all that is known: items missing or contradictory, verdicts that differ, twins
SELECT
    finding_id_of(
        broken.code, place.delivery_id, place.sheet, place.row_no, broken.column_name, broken.sample_id, broken.found_text
    ) AS finding_id,
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
