-- one row is one moment at which what is known of a sample changed: it was delivered, or items of it were
WITH changes AS (
    SELECT
        curated_sample.sample_id,
        delivery.received_at AS known_from
    FROM curated_sample
    INNER JOIN delivery USING (delivery_id)
    WHERE delivery.delivery_status = 'accepted'
    UNION
    SELECT
        sample_id,
        known_from
    FROM known_result
),

described AS (
    SELECT
        curated_sample.sample_id,
        curated_sample.delivery_id,
        delivery.received_at
    FROM curated_sample
    INNER JOIN delivery USING (delivery_id)
    WHERE delivery.delivery_status = 'accepted'
    QUALIFY row_number() OVER (
        PARTITION BY curated_sample.sample_id, delivery.received_at
        ORDER BY delivery.file DESC
    ) = 1
),

moments AS (
    SELECT
        changes.sample_id,
        changes.known_from,
        described.delivery_id
    FROM changes
    ASOF INNER JOIN described
        ON changes.sample_id = described.sample_id AND changes.known_from >= described.received_at
)

SELECT
    *,
    row_number() OVER life AS issue,
    coalesce(lead(known_from) OVER life, TIMESTAMP 'infinity') AS known_to
FROM moments
WINDOW life AS (PARTITION BY sample_id ORDER BY known_from)
