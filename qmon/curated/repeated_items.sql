-- one row is one item of a sample that has several rows in one delivery: its first row stands for it
-- Hashes say cheaply where that may be; what they bring together by chance is told apart below.
WITH reported AS NOT MATERIALIZED (
    SELECT
        sample_id,
        item_name,
        delivery_id,
        row_no,
        item_verdict
    FROM curated_result
    WHERE /*of_deliveries*/
),

suspected AS (
    SELECT hash(sample_id, item_name, delivery_id) AS item_hash
    FROM reported
    GROUP BY ALL
    HAVING count(*) > 1
)

SELECT
    sample_id,
    item_name,
    delivery_id,
    min(row_no) AS first_row_no,
    min(item_verdict) <> max(item_verdict) AS contradictory
FROM reported
SEMI JOIN suspected ON hash(reported.sample_id, reported.item_name, reported.delivery_id) = suspected.item_hash
GROUP BY ALL
HAVING count(*) > 1
