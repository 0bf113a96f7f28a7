-- one row is one issue of an item that several deliveries report: which it is, and when the next one came
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
)

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
