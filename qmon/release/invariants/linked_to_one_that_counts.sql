-- one row is one sample that is linked to a record which is not known now, or which is itself linked to another
WITH linked AS (
    SELECT
        sample_id,
        linked_sample_id
    FROM sample_current
    WHERE linked_sample_id IS NOT NULL
)

SELECT linked.sample_id
FROM linked
LEFT JOIN (SELECT * FROM sample_current WHERE sample_id IN (SELECT linked_sample_id FROM linked)) AS other
    ON linked.linked_sample_id = other.sample_id
WHERE other.sample_id IS NULL OR other.linked_sample_id IS NOT NULL
LIMIT 1
