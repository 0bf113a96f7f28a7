-- one row is one sample between two moments; what is known of it now is held while an open finding acts on it, or is another's record
WITH holding AS (
    SELECT DISTINCT
        sample_id,
        delivery_id
    FROM finding_stated
    WHERE acts_on = 'sample' AND finding_status = 'open'
),

linked AS (
    SELECT
        sample_id,
        linked_sample_id
    FROM linkage_settled
    WHERE settled IN ('linked', 'decided')
)

SELECT
    known_decided.*,
    linked.linked_sample_id,
    known_decided.known_to = TIMESTAMP 'infinity' AND holding.sample_id IS NOT NULL AS held
FROM known_decided
LEFT JOIN holding USING (sample_id, delivery_id)
LEFT JOIN linked ON known_decided.sample_id = linked.sample_id AND known_decided.known_to = TIMESTAMP 'infinity'
