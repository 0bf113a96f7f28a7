-- one row is one delivery received until $known, with the status that decisions have given it
WITH answered AS (
    SELECT DISTINCT finding.delivery_id
    FROM curated_finding AS finding
    INNER JOIN answer USING (finding_id)
    WHERE finding.acts_on = 'delivery' AND answer.answer IN ('accept', 'waive')
)

SELECT
    delivery.* REPLACE (
        CASE
            WHEN delivery.delivery_status = 'held' AND answered.delivery_id IS NOT NULL THEN 'accepted'
            ELSE delivery.delivery_status
        END AS delivery_status
    )
FROM delivered AS delivery
LEFT JOIN answered USING (delivery_id)
ORDER BY delivery.received_at, delivery.file
