-- one row is one moment at which what is known of a sample changed: it was delivered, or items of it were, or its list became a whole one
WITH changes AS (
    SELECT
        curated_sample.sample_id,
        accepted.known_from,
        curated_sample.delivery_id,
        accepted.receipt_rank
    FROM curated_sample
    INNER JOIN accepted USING (delivery_id)
    UNION ALL
    SELECT DISTINCT
        curated_result.sample_id,
        accepted.known_from,
        NULL AS delivery_id,
        NULL AS receipt_rank
    FROM curated_result
    INNER JOIN accepted USING (delivery_id)
    UNION ALL
    SELECT DISTINCT
        curated_sample.sample_id,
        whole_notice.known_from,
        NULL AS delivery_id,
        NULL AS receipt_rank
    FROM curated_sample
    INNER JOIN accepted USING (delivery_id)
    INNER JOIN whole_notice
        ON
            curated_sample.listing = 'paired'
            AND curated_sample.source = whole_notice.source
            AND curated_sample.issue_no IS NOT DISTINCT FROM whole_notice.issue_no
            AND curated_sample.published_on IS NOT DISTINCT FROM whole_notice.published_on
    UNION ALL
    SELECT
        curated_sample.sample_id,
        unnest([whole_list.known_from, whole_list.known_to]) AS known_from,
        NULL AS delivery_id,
        NULL AS receipt_rank
    FROM curated_sample
    INNER JOIN accepted USING (delivery_id)
    INNER JOIN whole_list USING (delivery_id)
),

-- Of several descriptions that are known at once, the one received last counts.
at_once AS (
    SELECT
        sample_id,
        known_from,
        arg_max(delivery_id, receipt_rank) AS delivery_id
    FROM changes
    WHERE known_from <= $known
    GROUP BY ALL
),

moments AS (
    SELECT
        sample_id,
        known_from,
        last_value(delivery_id IGNORE NULLS) OVER (PARTITION BY sample_id ORDER BY known_from) AS delivery_id
    FROM at_once
)

SELECT
    *,
    row_number() OVER life AS issue,
    coalesce(lead(known_from) OVER life, TIMESTAMP 'infinity') AS known_to
FROM moments
WHERE delivery_id IS NOT NULL
WINDOW life AS (PARTITION BY sample_id ORDER BY known_from)
