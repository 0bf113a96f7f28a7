-- one row is one tested item, as it is known now or was once, whose standard is cited and of whose item and product the reference table has limits
SELECT
    known_item.sample_id,
    known_item.item_name,
    known_item.delivery_id,
    known_item.sheet,
    known_item.row_no,
    delivered.file,
    least(known_item.known_to, sample.known_to, TIMESTAMP '9999-01-01') AS known_to,
    -- As one value: in it two limits that leave the same empty are equal.
    struct_pack(
        item_code := known_item.item_code,
        product := sample.product,
        basis := known_item.basis,
        limit_day := coalesce(sample.produced_on, sample.sampled_on),
        limit_text := known_item.limit_text,
        limit_operator := known_item.limit_operator,
        limit_low := known_item.limit_low,
        limit_high := known_item.limit_high,
        limit_unit := known_item.limit_unit,
        limit_basis := known_item.limit_basis,
        limit_reason := known_item.limit_reason,
        plan_n := known_item.plan_n,
        plan_c := known_item.plan_c,
        plan_m := known_item.plan_m,
        plan_upper_m := known_item.plan_upper_m
    ) AS stated
FROM (SELECT * FROM known_item WHERE /*when*/) AS known_item
INNER JOIN (SELECT * FROM known_sample_reported WHERE /*when*/) AS sample USING (sample_id)
INNER JOIN tabled ON known_item.item_code = tabled.item_code AND sample.product = tabled.product
INNER JOIN delivered ON known_item.delivery_id = delivered.delivery_id
WHERE
    known_item.known_from < sample.known_to
    AND sample.known_from < known_item.known_to
    AND known_item.basis IS NOT NULL
    AND known_item.limit_operator IS NOT NULL AND known_item.limit_operator <> 'qualitative'
