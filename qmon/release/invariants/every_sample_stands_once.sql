-- one row is one sample that is not among the current ones, or more than once
SELECT
    sample_id,
    count(*) FILTER (known_to = TIMESTAMP 'infinity' AND valid_to = DATE 'infinity') AS n
FROM sample_history
GROUP BY sample_id
HAVING n <> 1
LIMIT 1
