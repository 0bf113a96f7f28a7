-- one row is one decision on a finding about an event: by it the event takes effect although a rule is against it, or takes none (void)
SELECT
    event_finding.event_id,
    decided.answer,
    decided.received_at,
    decided.ended_at
FROM decided
INNER JOIN event_finding USING (finding_id)
WHERE decided.answer IN ('accept', 'waive', 'void')
