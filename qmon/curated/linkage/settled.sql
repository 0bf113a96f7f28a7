-- one row is one candidate with what decisions made of it: the newest that accepts one of a record's candidates links it to that one
WITH answered AS (
    SELECT
        candidate.*,
        found.finding_id,
        answer.decision_id,
        answer.answer,
        row_number() OVER (
            PARTITION BY candidate.sample_id
            ORDER BY answer.answer IS DISTINCT FROM 'accept', answer.received_at DESC, candidate.candidate_rank
        ) = 1 AND answer.answer IS NOT DISTINCT FROM 'accept' AS accepted
    FROM candidate
    LEFT JOIN linkage_found AS found
        ON candidate.sample_id = found.sample_id AND candidate.linked_sample_id = found.found_text
    LEFT JOIN answer ON found.finding_id = answer.finding_id
)

SELECT
    sample_id,
    linked_sample_id,
    candidate_rank,
    match_weight,
    match_probability,
    CASE
        WHEN accepted THEN 'decided'
        WHEN answer = 'waive' THEN 'rejected'
        WHEN bool_or(accepted) OVER (PARTITION BY sample_id) THEN 'passed_over'
        ELSE settled
    END AS settled,
    finding_id,
    decision_id
FROM answered
