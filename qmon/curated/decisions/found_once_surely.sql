-- one row is one finding that stood in the past: in a row that was known then, or on a match, for as long as the matched row was known
SELECT
    finding_id,
    sample_id,
    column_name,
    known_to
FROM broken_past
WHERE valid_to = DATE 'infinity'
UNION ALL
SELECT
    found.finding_id,
    found.sample_id,
    found.column_name,
    announced.known_to
FROM linkage_found AS found
INNER JOIN announced USING (sample_id, delivery_id, sheet, row_no)
