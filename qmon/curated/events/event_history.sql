-- one row is one version of an event of one sample, and whether it changes what is known now
SELECT
    event_version.*,
    coalesce(standing.takes_effect, false) AS takes_effect,
    -- What is against it, also where a person has decided otherwise.
    CASE WHEN event_version.sample_id IS NULL THEN 'no_sample' ELSE standing.no_effect_reason END AS against,
    CASE
        WHEN event_version.sample_id IS NULL THEN 'no_sample'
        WHEN standing.takes_effect THEN NULL
        ELSE coalesce(standing.no_effect_reason, 'superseded')
    END AS no_effect_reason
FROM event_version
LEFT JOIN (
    SELECT event_standing.*
    FROM event_standing
    INNER JOIN cut ON event_standing.sample_id = cut.sample_id AND event_standing.cut_from = cut.known_from
    WHERE cut.known_to = TIMESTAMP 'infinity'
) AS standing
    ON
        event_version.event_id = standing.event_id
        AND event_version.sample_id = standing.sample_id
        AND event_version.known_to = TIMESTAMP 'infinity'
