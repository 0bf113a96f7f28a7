-- one row is one part of the samples of an indicator and month in which two releases differ
-- What is on both sides cancels out. To compare every member of two releases at once takes more memory than there is.
SELECT
    indicator,
    month,
    bucket
FROM (
    SELECT indicator, month, bucket, one_hash, CAST(other_hash AS HUGEINT) AS signed_hash FROM hashed_now
    UNION ALL
    SELECT indicator, month, bucket, one_hash, -CAST(other_hash AS HUGEINT) FROM hashed_then
)
GROUP BY ALL
HAVING bit_xor(one_hash) <> 0 OR sum(signed_hash) <> 0
