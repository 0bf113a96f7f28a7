-- one row is one decision, and how long it holds, that a delivery of failing samples only is the whole list
SELECT
    curated_finding.delivery_id,
    decided.received_at AS known_from,
    decided.ended_at AS known_to
FROM curated_finding
INNER JOIN decided USING (finding_id)
WHERE curated_finding.code = 'D03' AND decided.answer IN ('accept', 'waive')
