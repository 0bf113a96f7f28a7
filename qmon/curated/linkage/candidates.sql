-- one row is one candidate between two moments: a notice record, a known sample, their match weight, its rank and what the weights alone make of it
WITH pair AS (
    SELECT
        announced.sample_id,
        known.sample_id AS linked_sample_id,
        scored.match_weight,
        scored.match_probability,
        announced.verdict_reported IS NOT DISTINCT FROM known.verdict_reported
        -- National and provincial samples are never added up: a link between levels would move a sample from one rate to another.
        AND coalesce(announced.task_level = known.task_level, true) AS agrees,
        announced.delivery_id,
        announced.sheet,
        announced.row_no,
        greatest(announced.known_from, known.known_from) AS known_from,
        least(announced.known_to, known.known_to) AS known_to
    FROM scored
    INNER JOIN announced ON scored.announced_id = announced.unique_id
    INNER JOIN known ON scored.known_id = known.unique_id
    WHERE
        scored.match_weight >= $lower
        AND announced.known_from < known.known_to
        AND known.known_from < announced.known_to
),

-- Whatever comes and goes beside a record may change what is made of it: its own candidates, and their other notice records.
turn AS (
    SELECT
        sample_id,
        unnest([known_from, known_to]) AS turn_at
    FROM pair
    UNION
    SELECT
        pair.sample_id,
        unnest([other.known_from, other.known_to]) AS turn_at
    FROM pair
    INNER JOIN pair AS other ON pair.linked_sample_id = other.linked_sample_id AND pair.sample_id <> other.sample_id
),

piece AS (
    SELECT
        sample_id,
        turn_at AS known_from,
        lead(turn_at) OVER (PARTITION BY sample_id ORDER BY turn_at) AS known_to
    FROM turn
),

there AS (
    SELECT
        pair.* REPLACE (piece.known_from AS known_from, piece.known_to AS known_to),
        max(other.match_weight) AS weight_of_other
    FROM piece
    INNER JOIN pair
        ON piece.sample_id = pair.sample_id AND pair.known_from <= piece.known_from AND piece.known_from < pair.known_to
    LEFT JOIN pair AS other
        ON
            pair.linked_sample_id = other.linked_sample_id
            AND pair.sample_id <> other.sample_id
            AND other.known_from <= piece.known_from
            AND piece.known_from < other.known_to
    GROUP BY ALL
),

weighed AS (
    SELECT
        *,
        max(match_weight) OVER (PARTITION BY sample_id, known_from) AS best,
        greatest(
            max(match_weight) OVER (
                PARTITION BY sample_id, known_from ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW
            ),
            weight_of_other
        ) AS rival,
        row_number() OVER (PARTITION BY sample_id, known_from ORDER BY match_weight DESC, linked_sample_id) AS candidate_rank
    FROM there
),

judged AS (
    SELECT
        *,
        agrees AND match_weight >= $upper AND match_weight - coalesce(rival, -1e9) >= $lead AS links
    FROM weighed
)

SELECT
    sample_id,
    linked_sample_id,
    known_from,
    known_to,
    delivery_id,
    sheet,
    row_no,
    match_weight,
    match_probability,
    candidate_rank,
    CASE
        WHEN links THEN 'linked'
        WHEN bool_or(links) OVER (PARTITION BY sample_id, known_from) OR best - match_weight >= $lead THEN 'passed_over'
        WHEN agrees THEN 'ambiguous'
        ELSE 'contradictory'
    END AS settled
FROM judged
QUALIFY candidate_rank <= $kept
