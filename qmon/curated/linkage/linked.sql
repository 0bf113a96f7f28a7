-- one row is one sample between two moments, as held_sample, cut where it began or ceased to be another's record, or to wait
WITH turn AS (
    SELECT DISTINCT
        sample_id,
        unnest([known_from, known_to]) AS turn_at
    FROM linkage_state
),

cut AS (
    SELECT
        held_sample.*,
        turn.turn_at
    FROM held_sample
    INNER JOIN turn
        ON
            held_sample.sample_id = turn.sample_id
            AND held_sample.known_from < turn.turn_at
            AND turn.turn_at < held_sample.known_to
    UNION ALL
    SELECT
        held_sample.*,
        held_sample.known_from AS turn_at
    FROM held_sample
    SEMI JOIN linkage_state ON held_sample.sample_id = linkage_state.sample_id
),

piece AS (
    SELECT
        * EXCLUDE (turn_at) REPLACE (
            turn_at AS known_from,
            coalesce(lead(turn_at) OVER (PARTITION BY sample_id, known_from, valid_from ORDER BY turn_at), known_to) AS known_to
        )
    FROM cut
)

SELECT
    held_sample.*,
    CAST(NULL AS VARCHAR) AS linked_sample_id
FROM held_sample
ANTI JOIN linkage_state USING (sample_id)
UNION ALL BY NAME
SELECT
    piece.* REPLACE (
        dense_rank() OVER (PARTITION BY piece.sample_id ORDER BY piece.known_from) AS issue,
        piece.held OR coalesce(linkage_state.waits, false) AS held
    ),
    linkage_state.linked_sample_id
FROM piece
LEFT JOIN linkage_state
    ON
        piece.sample_id = linkage_state.sample_id
        AND linkage_state.known_from <= piece.known_from
        AND piece.known_from < linkage_state.known_to
