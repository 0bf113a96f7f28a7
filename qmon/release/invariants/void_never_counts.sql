-- one row is one void, refused or undrawn sample that has a verdict which counts
SELECT sample_id
FROM sample_current
WHERE (void_reason IS NOT NULL OR verdict_reported = 'void') AND verdict_reported IN ('conforming', 'nonconforming')
LIMIT 1
