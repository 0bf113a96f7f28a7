-- one row is one issue of an item that several deliveries report: which it is, and when the next one came
WITH revised AS (
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
    lead(known_from) OVER issue_order AS next_received_at
FROM (
    SELECT DISTINCT
        sample_id,
        item_name,
        delivery_id,
        accepted.file,
        accepted.known_from
    FROM curated_result
    INNER JOIN accepted USING (delivery_id)
    SEMI JOIN revised USING (sample_id, item_name)
)
WINDOW issue_order AS (PARTITION BY sample_id, item_name ORDER BY known_from, file)
