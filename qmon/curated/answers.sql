-- one row is one finding that was answered: its newest decision, as long as it is valid on the day of $known
SELECT
    decision.finding_id,
    decision.decision_id,
    decision.answer,
    decision.new_value,
    decision.reason,
    decision.delivery_id,
    decision.sheet,
    decision.row_no,
    delivered.received_at
FROM curated_decision AS decision
INNER JOIN delivered USING (delivery_id)
WHERE coalesce(decision.valid_until >= CAST($known AS DATE), true)
QUALIFY row_number() OVER (
    PARTITION BY decision.finding_id
    ORDER BY delivered.received_at DESC, delivered.file DESC, decision.sheet DESC, decision.row_no DESC
) = 1
