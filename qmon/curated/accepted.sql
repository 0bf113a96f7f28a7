-- one row is one delivery whose records count, and from when: its receipt, or the decision that accepted it although it was held
WITH released AS (
    SELECT
        finding.delivery_id,
        min(decided.received_at) AS decided_at
    FROM curated_finding AS finding
    INNER JOIN decided USING (finding_id)
    WHERE finding.acts_on = 'delivery' AND decided.answer IN ('accept', 'waive')
    GROUP BY ALL
),

counting AS (
    SELECT
        delivered.delivery_id,
        delivered.file,
        delivered.delivery_status,
        row_number() OVER (ORDER BY delivered.received_at, delivered.sequence, delivered.file) AS receipt_rank,
        CASE WHEN delivered.delivery_status = 'accepted' THEN delivered.received_at ELSE released.decided_at END AS known_from
    FROM delivered
    LEFT JOIN released USING (delivery_id)
    WHERE delivered.delivery_status = 'accepted' OR (delivered.delivery_status = 'held' AND released.decided_at IS NOT NULL)
)

-- What is accepted after a newer delivery of its file counts already, comes too late: it would undo what that one corrected.
SELECT * EXCLUDE (delivery_status)
FROM counting
QUALIFY
    delivery_status = 'accepted'
    OR known_from <= coalesce(
        min(known_from) OVER (PARTITION BY file ORDER BY receipt_rank ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING),
        TIMESTAMP 'infinity'
    )
