-- one row is one tested item of a sample as the office knew it from known_from to known_to; a newer delivery of the item ends the older one
WITH accepted AS (
    SELECT
        delivery_id,
        file,
        received_at
    FROM delivery
    WHERE delivery_status = 'accepted'
),

revised AS (
    SELECT
        sample_id,
        item_name
    FROM curated_result
    INNER JOIN accepted USING (delivery_id)
    GROUP BY ALL
    HAVING min(delivery_id) <> max(delivery_id)
),

issues AS (
    SELECT
        sample_id,
        item_name,
        delivery_id,
        row_number() OVER issue_order AS issue,
        lead(received_at) OVER issue_order AS next_received_at
    FROM (
        SELECT DISTINCT
            sample_id,
            item_name,
            delivery_id,
            accepted.file,
            accepted.received_at
        FROM curated_result
        INNER JOIN accepted USING (delivery_id)
        SEMI JOIN revised USING (sample_id, item_name)
    )
    WINDOW issue_order AS (PARTITION BY sample_id, item_name ORDER BY received_at, file)
)

SELECT
    curated_result.*,
    coalesce(issues.issue, 1) AS issue,
    accepted.received_at AS known_from,
    coalesce(issues.next_received_at, TIMESTAMP 'infinity') AS known_to,
    CAST(NULL AS DATE) AS valid_from,
    CAST(NULL AS DATE) AS valid_to
FROM curated_result
INNER JOIN accepted USING (delivery_id)
LEFT JOIN issues USING (sample_id, item_name, delivery_id)
