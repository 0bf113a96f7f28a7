-- one row is one sample between two moments; what is known of it now is held while an open finding acts on it
WITH holding AS (
    SELECT DISTINCT
        sample_id,
        delivery_id
    FROM finding_stated
    WHERE acts_on = 'sample' AND finding_status = 'open'
)

SELECT
    known_decided.*,
    known_decided.known_to = TIMESTAMP 'infinity' AND holding.sample_id IS NOT NULL AS held
FROM known_decided
LEFT JOIN holding USING (sample_id, delivery_id)
