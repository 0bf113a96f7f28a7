-- one row is one sample of which a delivery of the night tells, or on a finding of which a decision begins or ends
SELECT sample_id
FROM fresh_sample
UNION
SELECT sample_id
FROM fresh_result
UNION
SELECT sample_id
FROM fresh_finding
WHERE sample_id IS NOT NULL
UNION
SELECT finding.sample_id
FROM whole.finding AS finding
SEMI JOIN turned USING (finding_id)
UNION
SELECT unnest($more)
