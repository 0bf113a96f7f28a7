-- one row is one delivery of failing samples only of which a person said that it is the whole list
SELECT DISTINCT curated_finding.delivery_id
FROM curated_finding
INNER JOIN answer USING (finding_id)
WHERE curated_finding.code = 'D03' AND answer.answer IN ('accept', 'waive')
