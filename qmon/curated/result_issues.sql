-- one row is one issue of an item that several deliveries report: which it is, and when the next one came
-- Hashes say cheaply where that may be, first by sample, of which there are fewer: what they bring together by chance has one issue, as it would have without.
WITH several AS (
    SELECT hash(sample_id) AS sample_hash
    FROM curated_result
    INNER JOIN accepted USING (delivery_id)
    GROUP BY ALL
    HAVING min(hash(delivery_id)) <> max(hash(delivery_id))
),

revised AS (
    SELECT hash(sample_id, item_name) AS item_hash
    FROM curated_result
    INNER JOIN accepted USING (delivery_id)
    SEMI JOIN several ON hash(curated_result.sample_id) = several.sample_hash
    GROUP BY ALL
    HAVING min(hash(delivery_id)) <> max(hash(delivery_id))
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
        accepted.receipt_rank,
        accepted.known_from
    FROM curated_result
    INNER JOIN accepted USING (delivery_id)
    SEMI JOIN revised ON hash(curated_result.sample_id, curated_result.item_name) = revised.item_hash
)
WINDOW issue_order AS (PARTITION BY sample_id, item_name ORDER BY known_from, receipt_rank)
