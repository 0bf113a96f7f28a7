-- one row is one notice record between two moments at which its candidates made the same of it: another's record, or one that waits
WITH piece AS (
    SELECT
        sample_id,
        known_from,
        known_to,
        bool_or(settled IN ('ambiguous', 'contradictory') AND decision_id IS NULL) AS waits,
        max(linked_sample_id) FILTER (WHERE settled IN ('linked', 'decided')) AS linked_sample_id
    FROM linkage_settled
    GROUP BY ALL
),

begun AS (
    SELECT
        *,
        (waits, linked_sample_id) IS DISTINCT FROM lag((waits, linked_sample_id)) OVER life
        OR known_from IS DISTINCT FROM lag(known_to) OVER life AS begins
    FROM piece
    WINDOW life AS (PARTITION BY sample_id ORDER BY known_from)
),

counted AS (
    SELECT
        *,
        count(*) FILTER (WHERE begins) OVER (PARTITION BY sample_id ORDER BY known_from) AS nth
    FROM begun
)

SELECT
    sample_id,
    waits,
    linked_sample_id,
    min(known_from) AS known_from,
    max(known_to) AS known_to
FROM counted
WHERE waits OR linked_sample_id IS NOT NULL
GROUP BY sample_id, waits, linked_sample_id, nth
