-- one row is one tested item, as it is known now or was once, whose standard is cited and of whose item and product the reference table has limits
SELECT
    known_result.sample_id,
    known_result.item_name,
    known_result.item_code,
    known_result.basis,
    known_result.limit_text,
    known_result.limit_operator,
    known_result.limit_low,
    known_result.limit_high,
    known_result.limit_unit,
    known_result.limit_basis,
    known_result.limit_reason,
    known_result.plan_n,
    known_result.plan_c,
    known_result.plan_m,
    known_result.plan_upper_m,
    known_result.delivery_id,
    known_result.sheet,
    known_result.row_no,
    delivered.file,
    sample.product,
    coalesce(sample.produced_on, sample.sampled_on) AS limit_day,
    least(known_result.known_to, sample.known_to, TIMESTAMP '9999-01-01') AS known_to
FROM (SELECT * FROM known_result WHERE /*when*/) AS known_result
INNER JOIN (SELECT * FROM known_sample_reported WHERE /*when*/) AS sample USING (sample_id)
INNER JOIN tabled ON known_result.item_code = tabled.item_code AND sample.product = tabled.product
INNER JOIN delivered ON known_result.delivery_id = delivered.delivery_id
WHERE
    known_result.known_from < sample.known_to
    AND sample.known_from < known_result.known_to
    AND known_result.basis IS NOT NULL
    AND known_result.limit_operator IS NOT NULL AND known_result.limit_operator <> 'qualitative'
ORDER BY known_result.delivery_id, known_result.sheet, known_result.row_no, known_result.item_name
