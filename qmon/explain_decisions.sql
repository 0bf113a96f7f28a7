-- one row is one decision that answers a finding on one of the samples
SELECT
    finding.sample_id,
    finding.finding_id,
    decision.answer,
    decision.new_value,
    decision.reason,
    decision.document,
    decision.decided_by,
    decision.decided_on
FROM finding
INNER JOIN decision USING (decision_id)
WHERE list_contains($sample_ids, finding.sample_id)
ORDER BY ALL
