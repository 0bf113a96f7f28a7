-- one row is one decision by which an event takes effect although a rule is against it
SELECT
    event_finding.event_id,
    decided.received_at,
    decided.ended_at
FROM decided
INNER JOIN event_finding USING (finding_id)
WHERE decided.answer IN ('accept', 'waive')
