-- one row is one sample with events between two moments at which what is known of it, or of its events, changed
WITH touched AS (
    SELECT DISTINCT sample_id
    FROM event_version
    WHERE sample_id IS NOT NULL
),

life AS (
    SELECT
        sample_id,
        known_from,
        known_to
    FROM described_sample
    SEMI JOIN touched USING (sample_id)
),

turns AS (
    SELECT
        sample_id,
        known_from
    FROM event_version
    UNION
    SELECT
        event_version.sample_id,
        answered.received_at
    FROM event_version
    INNER JOIN answered ON event_version.event_id = answered.event_id
    UNION
    SELECT
        event_version.sample_id,
        answered.ended_at
    FROM event_version
    INNER JOIN answered ON event_version.event_id = answered.event_id
    WHERE answered.ended_at <= $known
),

ends AS (
    SELECT
        sample_id,
        known_from AS moment_from,
        known_from AS cut_from,
        known_to
    FROM life
    UNION
    SELECT
        life.sample_id,
        life.known_from,
        turns.known_from,
        life.known_to
    FROM life
    INNER JOIN turns
        ON life.sample_id = turns.sample_id AND turns.known_from > life.known_from AND turns.known_from < life.known_to
)

SELECT
    sample_id,
    moment_from,
    cut_from AS known_from,
    coalesce(lead(cut_from) OVER (PARTITION BY sample_id, moment_from ORDER BY cut_from), known_to) AS known_to
FROM ends
