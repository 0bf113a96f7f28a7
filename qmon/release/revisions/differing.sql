-- one row is one state of a sample in an indicator that one of two releases has and the other has not
SELECT
    one_hash,
    other_hash
FROM (
    SELECT one_hash, other_hash, 1 AS side FROM hashed_now SEMI JOIN differing_bucket USING (indicator, month, bucket)
    UNION ALL
    SELECT one_hash, other_hash, -1 AS side FROM hashed_then SEMI JOIN differing_bucket USING (indicator, month, bucket)
)
GROUP BY ALL
HAVING sum(side) <> 0
