-- one row is one finding on which a decision begins or ends tonight
SELECT DISTINCT finding_id
FROM fresh_decision
UNION
SELECT DISTINCT finding_id
FROM /*decisions*/
WHERE valid_until IS NOT NULL AND CAST(valid_until AS TIMESTAMP) + INTERVAL 1 DAY > $since AND CAST(valid_until AS TIMESTAMP) + INTERVAL 1 DAY <= $known
