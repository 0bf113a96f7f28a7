-- one row is one sample that stands twice among the current ones
SELECT sample_id
FROM sample_current
GROUP BY sample_id
HAVING count(*) > 1
LIMIT 1
