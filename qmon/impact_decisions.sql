-- one row is one decision of the delivery, with the finding that it answers, where it is in force
SELECT
    decision.decision_id,
    decision.finding_id,
    decision.answer,
    decision.new_value,
    decision.reason,
    decision.document,
    decision.decided_by,
    decision.decided_on,
    decision.valid_until,
    finding.finding_id IS NOT NULL AS in_force,
    finding.sample_id,
    finding.file
FROM decision
LEFT JOIN finding USING (decision_id)
WHERE decision.delivery_id = $delivery_id
ORDER BY decision.row_no, decision.decision_id
