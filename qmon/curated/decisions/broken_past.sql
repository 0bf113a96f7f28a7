-- one row is one row of a sample's history that breaks a check, as a finding of it would be named
SELECT
    past.sample_id,
    past.known_from,
    past.known_to,
    past.valid_to,
    broken.column_name,
    broken.acts_on,
    finding_id_of(
        broken.code, past.delivery_id, past.sheet, past.row_no, broken.column_name, broken.sample_id, broken.found_text
    ) AS finding_id
FROM /*broken*/ AS broken
INNER JOIN /*rows*/ AS past ON broken.sample_id = past.sample_id AND broken.row_no = past.nth
