-- how many of the turned findings are none of a sample, or of one that may be another's record
SELECT count(*)
FROM turned
LEFT JOIN whole.finding AS finding USING (finding_id)
WHERE finding.sample_id IS NULL OR finding.acts_on = 'delivery' OR finding.code IN ('S14', 'S15')
