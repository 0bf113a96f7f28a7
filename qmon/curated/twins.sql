-- one row is one sample that fails with the same results as an earlier one of the same likeness: source, product, producer, sampled unit
WITH ordered AS (
    SELECT
        sample_id,
        first_value(sample_id) OVER (PARTITION BY likeness, results ORDER BY told_on, sample_id) AS twin_sample_id
    FROM /*alike*/
)

SELECT
    sample_id,
    twin_sample_id
FROM ordered
WHERE sample_id <> twin_sample_id
