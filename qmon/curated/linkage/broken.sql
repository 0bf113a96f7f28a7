-- one row is one candidate that a finding names now
-- Once a record is linked by decision, its other candidates ask nothing any more.
SELECT
    code,
    column_name,
    acts_on,
    found_text,
    sample_id,
    says
FROM linkage_found
SEMI JOIN (
    SELECT finding_id
    FROM linkage_settled
    WHERE known_to = TIMESTAMP 'infinity' AND (settled <> 'passed_over' OR decision_id IS NOT NULL)
) USING (finding_id)
WHERE known_to = TIMESTAMP 'infinity'
