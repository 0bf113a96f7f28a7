-- one row is one row of a sample's history, no longer current, that breaks a check on all that was then known
SELECT
    past.sample_id,
    past.known_from,
    past.known_to,
    past.valid_to,
    broken.column_name,
    broken.acts_on,
    broken.code || '-' || left(md5(concat_ws(
        '|', broken.code, past.delivery_id, past.sheet, coalesce(CAST(past.row_no AS VARCHAR), ''),
        coalesce(broken.column_name, ''), coalesce(broken.sample_id, ''), coalesce(broken.found_text, '')
    )), 12) AS finding_id
FROM /*broken*/ AS broken
INNER JOIN past_sample AS past ON broken.sample_id = past.sample_id AND broken.row_no = past.past_row
