-- one row is one candidate between two moments with what decisions then made of it: the newest that accepts one of a record's candidates
-- links it to that one
WITH answers AS (
    SELECT
        found.sample_id,
        found.known_from,
        found.known_to,
        found.linked_sample_id,
        decided.decision_id,
        decided.answer,
        decided.received_at,
        decided.ended_at
    FROM linkage_found AS found
    INNER JOIN decided USING (finding_id)
    WHERE decided.received_at < found.known_to AND decided.ended_at > found.known_from
),

turn AS (
    SELECT
        sample_id,
        known_from,
        known_to,
        known_from AS turn_at
    FROM candidate
    UNION
    SELECT
        sample_id,
        known_from,
        known_to,
        greatest(received_at, known_from)
    FROM answers
    UNION
    SELECT
        sample_id,
        known_from,
        known_to,
        ended_at
    FROM answers
    WHERE ended_at <= $known AND ended_at < known_to
),

piece AS (
    SELECT
        sample_id,
        known_from,
        turn_at,
        coalesce(lead(turn_at) OVER (PARTITION BY sample_id, known_from ORDER BY turn_at), known_to) AS next_turn
    FROM turn
),

answered AS (
    SELECT
        candidate.* REPLACE (
            piece.turn_at AS known_from,
            piece.next_turn AS known_to
        ),
        found.finding_id,
        answers.decision_id,
        answers.answer,
        row_number() OVER (
            PARTITION BY candidate.sample_id, piece.turn_at
            ORDER BY answers.answer IS DISTINCT FROM 'accept', answers.received_at DESC, candidate.candidate_rank
        ) = 1 AND answers.answer IS NOT DISTINCT FROM 'accept' AS accepted
    FROM candidate
    INNER JOIN piece ON candidate.sample_id = piece.sample_id AND candidate.known_from = piece.known_from
    LEFT JOIN linkage_found AS found
        ON
            candidate.sample_id = found.sample_id
            AND candidate.known_from = found.known_from
            AND candidate.linked_sample_id = found.linked_sample_id
    LEFT JOIN answers
        ON
            candidate.sample_id = answers.sample_id
            AND candidate.known_from = answers.known_from
            AND candidate.linked_sample_id = answers.linked_sample_id
            AND answers.received_at <= piece.turn_at
            AND piece.turn_at < answers.ended_at
)

SELECT
    sample_id,
    linked_sample_id,
    known_from,
    known_to,
    candidate_rank,
    match_weight,
    match_probability,
    CASE
        WHEN accepted THEN 'decided'
        WHEN answer = 'waive' THEN 'rejected'
        WHEN bool_or(accepted) OVER (PARTITION BY sample_id, known_from) THEN 'passed_over'
        ELSE settled
    END AS settled,
    finding_id,
    decision_id
FROM answered
