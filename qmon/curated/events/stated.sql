-- one row is one version of an event as a delivery or a notice states it: what it is about (sample_key), what it is, and when it was known
WITH delivered_event AS (
    SELECT
        curated_event.*,
        upper(curated_event.sample_no) AS sample_key,
        accepted.known_from,
        accepted.file,
        accepted.receipt_rank
    FROM curated_event
    INNER JOIN accepted USING (delivery_id)
),

-- A notice that denies the named producer: 经…核实，该产品并非来自…
denied AS (
    SELECT
        curated_sample.sample_id AS sample_key,
        curated_sample.sample_no,
        'counterfeit' AS event_kind,
        curated_sample.published_on AS happened_on,
        curated_sample.issue_no AS document,
        curated_sample.remark AS reason,
        curated_sample.delivery_id,
        curated_sample.sheet,
        curated_sample.row_no,
        accepted.known_from,
        accepted.file,
        accepted.receipt_rank,
        true AS printed
    FROM curated_sample
    INNER JOIN accepted USING (delivery_id)
    WHERE regexp_matches(curated_sample.remark, $denials)
),

-- A notice that prints the first test beside the re-test: its verdict is final as it stands.
tested_twice AS (
    SELECT
        curated_result.sample_id AS sample_key,
        're_inspection' AS event_kind,
        curated_result.item_name,
        curated_result.value_text,
        curated_result.qualifier,
        curated_result.value,
        curated_result.decimals,
        curated_result.unit,
        curated_result.item_verdict,
        curated_result.delivery_id,
        curated_result.sheet,
        curated_result.row_no,
        accepted.known_from,
        accepted.file,
        accepted.receipt_rank,
        true AS printed
    FROM curated_result
    INNER JOIN accepted USING (delivery_id)
    WHERE curated_result.first_value IS NOT NULL
),

every AS (
    SELECT
        *,
        false AS printed
    FROM delivered_event
    UNION ALL BY NAME
    SELECT * FROM denied
    UNION ALL BY NAME
    SELECT * FROM tested_twice
)

-- The same event of a later delivery is a newer version of it; of two received at once the later place counts.
SELECT
    * EXCLUDE (receipt_rank),
    left(md5(concat_ws('|', sample_key, event_kind, item_name, coalesce(document, CAST(applied_on AS VARCHAR), ''))), 16) AS event_id
FROM every
QUALIFY row_number() OVER (PARTITION BY event_id, known_from ORDER BY receipt_rank DESC, sheet DESC, row_no DESC) = 1
