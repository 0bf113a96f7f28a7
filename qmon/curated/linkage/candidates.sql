-- one row is one candidate: a notice record, a known sample, their match weight, its rank and what the weights alone make of it
WITH weighed AS (
    SELECT
        scored.sample_id,
        scored.linked_sample_id,
        scored.match_weight,
        scored.match_probability,
        announced.verdict_reported IS NOT DISTINCT FROM known.verdict_reported
        -- National and provincial samples are never added up: a link between levels would move a sample from one rate to another.
        AND coalesce(announced.task_level = known.task_level, true) AS agrees,
        max(scored.match_weight) OVER (PARTITION BY scored.sample_id) AS best,
        greatest(
            max(scored.match_weight) OVER (
                PARTITION BY scored.sample_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW
            ),
            max(scored.match_weight) OVER (
                PARTITION BY scored.linked_sample_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW
            )
        ) AS rival,
        row_number() OVER (PARTITION BY scored.sample_id ORDER BY scored.match_weight DESC, scored.linked_sample_id) AS candidate_rank
    FROM scored
    INNER JOIN announced ON scored.sample_id = announced.unique_id
    INNER JOIN known ON scored.linked_sample_id = known.unique_id
    WHERE scored.match_weight >= $lower
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
    match_weight,
    match_probability,
    candidate_rank,
    CASE
        WHEN links THEN 'linked'
        WHEN bool_or(links) OVER (PARTITION BY sample_id) OR best - match_weight >= $lead THEN 'passed_over'
        WHEN agrees THEN 'ambiguous'
        ELSE 'contradictory'
    END AS settled
FROM judged
QUALIFY candidate_rank <= $kept
