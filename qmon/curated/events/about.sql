-- one row is one sample and one key (its number, or our own key of it) under which an event speaks of it
WITH keys AS (
    SELECT DISTINCT sample_key
    FROM stated
)

SELECT DISTINCT
    keys.sample_key,
    curated_sample.sample_id
FROM curated_sample
INNER JOIN accepted USING (delivery_id)
INNER JOIN keys ON curated_sample.sample_no = keys.sample_key
UNION
SELECT DISTINCT
    keys.sample_key,
    curated_sample.sample_id
FROM curated_sample
INNER JOIN accepted USING (delivery_id)
INNER JOIN keys ON curated_sample.sample_id = keys.sample_key
