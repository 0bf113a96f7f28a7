-- one row is one decision on which what is known of the samples rests, and the finding that it answers
SELECT
    told.sample_id,
    decision.finding_id,
    decision.answer,
    decision.new_value,
    decision.reason,
    decision.document,
    decision.decided_by,
    decision.decided_on,
    decision.delivery_id
FROM provenance AS told
SEMI JOIN (SELECT unnest($sample_ids) AS sample_id) AS asked USING (sample_id)
INNER JOIN decision USING (decision_id)
WHERE told.record_role = 'decision'
ORDER BY ALL
