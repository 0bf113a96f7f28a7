-- one row is one sample with events, as known_sample, cut where an event changed what is known of it or what stands
WITH items AS (
    SELECT
        piece.sample_id,
        piece.known_from,
        piece.valid_from,
        cut_item.track,
        coalesce(event_override.item_verdict, cut_item.item_verdict) AS item_verdict,
        coalesce(event_override.item_verdict, cut_item.verdict_derived) AS verdict_derived
    FROM piece
    INNER JOIN cut_item ON piece.sample_id = cut_item.sample_id AND piece.known_from = cut_item.cut_from
    LEFT JOIN event_override
        ON
            piece.sample_id = event_override.sample_id
            AND piece.known_from = event_override.known_from
            AND piece.valid_from = event_override.valid_from
            AND cut_item.item_name = event_override.item_name
),

verdicts AS (
    SELECT
        sample_id,
        known_from,
        valid_from,
        coalesce(bool_or(item_verdict = 'nonconforming' AND track = 'supervision'), false) AS any_failing,
        coalesce(bool_or(verdict_derived = 'nonconforming' AND track = 'supervision'), false) AS nonconforming,
        coalesce(bool_or(verdict_derived = 'conforming' AND track = 'supervision'), false) AS conforming,
        coalesce(bool_or(verdict_derived = 'problem'), false) AS problem,
        coalesce(bool_or(verdict_derived = 'not_judged'), false) AS not_judged
    FROM items
    GROUP BY ALL
),

overridden AS (
    SELECT
        sample_id,
        known_from,
        valid_from,
        max(item_verdict) FILTER (item_name IS NULL) AS whole_verdict,
        bool_or(item_name IS NOT NULL) AS any_item,
        bool_or(item_verdict = 'nonconforming') AS any_failing
    FROM (
        SELECT *
        FROM event_override
        -- An event of the whole sample takes the place of all that stood before it.
        QUALIFY nth >= coalesce(max(nth) FILTER (item_name IS NULL) OVER (PARTITION BY sample_id, known_from, valid_from), nth)
    )
    GROUP BY ALL
),

whole AS (
    SELECT
        piece.sample_id,
        piece.known_from,
        piece.valid_from,
        max_by(event_standing.event_id, event_standing.nth) AS event_id,
        min(coalesce(event_standing.reason, event_standing.document)) FILTER (event_standing.event_kind IN ('void', 'withdrawal')) AS voided,
        bool_or(event_standing.event_kind IN ('void', 'withdrawal')) AS is_void,
        bool_or(event_standing.event_kind = 'counterfeit') AS counterfeit
    FROM piece
    INNER JOIN event_standing
        ON
            piece.sample_id = event_standing.sample_id
            AND piece.known_from = event_standing.cut_from
            AND event_standing.takes_effect
            AND event_standing.effective_on <= piece.valid_from
    GROUP BY ALL
)

SELECT
    described_sample.* REPLACE (
        dense_rank() OVER (PARTITION BY piece.sample_id ORDER BY piece.known_from) AS issue,
        piece.known_from AS known_from,
        piece.known_to AS known_to,
        piece.valid_from AS valid_from,
        piece.valid_to AS valid_to,
        whole.event_id AS event_id,
        coalesce(whole.counterfeit, false) AS counterfeit,
        CASE WHEN whole.is_void THEN coalesce(whole.voided, 'void') ELSE described_sample.void_reason END AS void_reason,
        CASE
            WHEN whole.is_void THEN 'void'
            WHEN NOT overridden.any_item THEN overridden.whole_verdict
            -- Re-inspections clear a sample once none of its items fails.
            WHEN overridden.any_item AND coalesce(overridden.whole_verdict, described_sample.verdict_reported) = 'nonconforming' AND NOT verdicts.any_failing THEN 'conforming'
            WHEN overridden.any_failing THEN 'nonconforming'
            ELSE coalesce(overridden.whole_verdict, described_sample.verdict_reported)
        END AS verdict_reported,
        coalesce(conclusions.verdict, described_sample.verdict_derived) AS verdict_derived,
        coalesce(conclusions.risk_verdict, described_sample.risk_verdict_derived) AS risk_verdict_derived,
        coalesce(conclusions.text, described_sample.conclusion_derived) AS conclusion_derived
    )
FROM piece
INNER JOIN described_sample ON piece.sample_id = described_sample.sample_id AND piece.moment_from = described_sample.known_from
LEFT JOIN verdicts
    ON piece.sample_id = verdicts.sample_id AND piece.known_from = verdicts.known_from AND piece.valid_from = verdicts.valid_from
LEFT JOIN overridden
    ON piece.sample_id = overridden.sample_id AND piece.known_from = overridden.known_from AND piece.valid_from = overridden.valid_from
LEFT JOIN whole
    ON piece.sample_id = whole.sample_id AND piece.known_from = whole.known_from AND piece.valid_from = whole.valid_from
LEFT JOIN conclusions
    ON
        verdicts.nonconforming = conclusions.nonconforming
        AND verdicts.conforming = conclusions.conforming
        AND verdicts.problem = conclusions.problem
        AND verdicts.not_judged = conclusions.not_judged
