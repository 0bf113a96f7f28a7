-- one row is one tested item, as it is known now or was once, whose standard is cited and of whose item and product the reference table has limits
-- First the samples and the items that the reference table can be about, which are few: beside all that is cited there is no room for all samples.
WITH sample AS MATERIALIZED (
    SELECT
        sample_id,
        known_from,
        known_to,
        product,
        produced_on,
        sampled_on
    FROM known_sample_reported
    WHERE /*when*/ AND product IN (SELECT product FROM tabled)
),

item AS (
    SELECT *
    FROM known_item
    WHERE
        /*when*/
        AND item_code IN (SELECT item_code FROM tabled)
        AND basis IS NOT NULL
        AND limit_operator <> 'qualitative'
)

SELECT
    item.sample_id,
    item.item_name,
    item.delivery_id,
    item.sheet,
    item.row_no,
    delivered.file,
    least(item.known_to, sample.known_to, TIMESTAMP '9999-01-01') AS known_to,
    -- As one value: in it two limits that leave the same empty are equal.
    struct_pack(
        item_code := item.item_code,
        product := sample.product,
        basis := item.basis,
        limit_day := coalesce(sample.produced_on, sample.sampled_on),
        limit_text := item.limit_text,
        limit_operator := item.limit_operator,
        limit_low := item.limit_low,
        limit_high := item.limit_high,
        limit_unit := item.limit_unit,
        limit_basis := item.limit_basis,
        limit_reason := item.limit_reason,
        plan_n := item.plan_n,
        plan_c := item.plan_c,
        plan_m := item.plan_m,
        plan_upper_m := item.plan_upper_m
    ) AS stated
FROM item
INNER JOIN sample USING (sample_id)
INNER JOIN tabled ON item.item_code = tabled.item_code AND sample.product = tabled.product
INNER JOIN delivered ON item.delivery_id = delivered.delivery_id
WHERE item.known_from < sample.known_to AND sample.known_from < item.known_to
