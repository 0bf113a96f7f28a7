-- one row is one sample with events, between two moments of knowing and two days of standing
WITH ends AS (
    SELECT
        cut.sample_id,
        cut.moment_from,
        cut.known_from,
        cut.known_to,
        described_sample.valid_from
    FROM cut
    INNER JOIN described_sample ON cut.sample_id = described_sample.sample_id AND cut.moment_from = described_sample.known_from
    UNION
    SELECT
        cut.sample_id,
        cut.moment_from,
        cut.known_from,
        cut.known_to,
        event_standing.effective_on
    FROM cut
    INNER JOIN event_standing ON cut.sample_id = event_standing.sample_id AND cut.known_from = event_standing.cut_from
    WHERE event_standing.takes_effect
)

SELECT
    *,
    coalesce(lead(valid_from) OVER (PARTITION BY sample_id, known_from ORDER BY valid_from), DATE 'infinity') AS valid_to
FROM ends
