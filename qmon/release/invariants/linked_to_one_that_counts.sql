-- one row is one sample that is linked to a record which is not known now, or which is itself linked to another
SELECT sample.sample_id
FROM sample_current AS sample
LEFT JOIN sample_current AS other ON sample.linked_sample_id = other.sample_id
WHERE sample.linked_sample_id IS NOT NULL AND (other.sample_id IS NULL OR other.linked_sample_id IS NOT NULL)
LIMIT 1
