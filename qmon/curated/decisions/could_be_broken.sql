-- one row is one row of a sample's history beside one sample that it could be a twin of, with all true that other samples could make true
WITH failing AS (
    SELECT DISTINCT
        sample_id,
        likeness
    FROM likeness
    SEMI JOIN (FROM known_item WHERE item_verdict = 'nonconforming' AND value_text IS NOT NULL) USING (sample_id)
),

alike AS (
    SELECT DISTINCT
        failing.sample_id,
        other.sample_id AS twin_sample_id
    FROM failing
    INNER JOIN failing AS other ON failing.likeness = other.likeness AND failing.sample_id <> other.sample_id
)

SELECT
    any_row.* REPLACE (nth AS row_no),
    CAST(NULL AS TIMESTAMP) AS received_at,
    true AS beyond_shop_quota,
    true AS beyond_maker_quota,
    true AS batch_again,
    true AS drawn_again,
    alike.twin_sample_id
FROM any_row
LEFT JOIN alike USING (sample_id)
