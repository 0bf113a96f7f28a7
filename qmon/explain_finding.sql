-- one row is one finding with its rule and the decision that answers it
SELECT
    finding.*,
    rule.title,
    rule.why,
    rule.remedy,
    decision.answer,
    decision.new_value,
    decision.reason,
    decision.document,
    decision.decided_by,
    decision.decided_on,
    decision.valid_until
FROM finding
INNER JOIN rule USING (code, severity)
LEFT JOIN decision USING (decision_id)
WHERE finding.finding_id = $finding_id
