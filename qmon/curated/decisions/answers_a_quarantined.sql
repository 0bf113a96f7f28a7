-- one row is one decision that holds now and lets a record pass that is in quarantine
SELECT
    answer.finding_id,
    answer.delivery_id,
    delivered.file,
    answer.sheet,
    answer.row_no
FROM answer
INNER JOIN delivered USING (delivery_id)
INNER JOIN curated_finding AS finding USING (finding_id)
WHERE finding.acts_on = 'row' AND answer.answer IN ('accept', 'replace')
ORDER BY ALL
