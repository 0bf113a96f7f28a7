-- 一项决定所答的发现不属于单个样品
SELECT turned.finding_id
FROM turned
LEFT JOIN whole.finding AS finding USING (finding_id)
WHERE finding.sample_id IS NULL OR finding.acts_on = 'delivery' OR finding.code IN ('S14', 'S15')
LIMIT 1
