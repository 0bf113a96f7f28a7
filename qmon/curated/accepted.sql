-- one row is one delivery whose records count, and from when: its receipt, or the decision that accepted it although it was held
WITH released AS (
    SELECT
        finding.delivery_id,
        min(decided.received_at) AS known_from
    FROM curated_finding AS finding
    INNER JOIN decided USING (finding_id)
    WHERE finding.acts_on = 'delivery' AND decided.answer IN ('accept', 'waive')
    GROUP BY ALL
)

SELECT
    delivered.delivery_id,
    delivered.file,
    CASE WHEN delivered.delivery_status = 'accepted' THEN delivered.received_at ELSE released.known_from END AS known_from
FROM delivered
LEFT JOIN released USING (delivery_id)
WHERE delivered.delivery_status = 'accepted' OR (delivered.delivery_status = 'held' AND released.known_from IS NOT NULL)
