-- the key of a finding: code and 12 hex digits over its place; the formula of findings.finding_id
CREATE OR REPLACE TEMP MACRO finding_id_of(code, delivery_id, sheet, row_no, column_name, sample_id, found_text) AS
code || '-' || left(md5(concat_ws(
    '|', code, delivery_id, coalesce(sheet, ''), coalesce(CAST(row_no AS VARCHAR), ''),
    coalesce(column_name, ''), coalesce(sample_id, ''), coalesce(found_text, '')
)), 12);
