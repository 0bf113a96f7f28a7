-- one row is one sample of which a decision changes something, as known_sample, cut where a decision voids it or replaces a value
WITH turns AS (
    SELECT
        sample_id,
        received_at AS turn_at
    FROM effects
    UNION
    SELECT
        sample_id,
        ended_at
    FROM effects
    WHERE ended_at <= $known
),

cuts AS (
    SELECT
        known_sample.sample_id,
        known_sample.known_from AS piece_from,
        known_sample.valid_from,
        known_sample.known_from AS cut_at,
        known_sample.known_to
    FROM known_sample
    SEMI JOIN effects USING (sample_id)
    UNION
    SELECT
        known_sample.sample_id,
        known_sample.known_from,
        known_sample.valid_from,
        turns.turn_at,
        known_sample.known_to
    FROM known_sample
    INNER JOIN turns
        ON
            known_sample.sample_id = turns.sample_id
            AND turns.turn_at > known_sample.known_from
            AND turns.turn_at < known_sample.known_to
),

pieces AS (
    SELECT
        *,
        coalesce(lead(cut_at) OVER (PARTITION BY sample_id, piece_from, valid_from ORDER BY cut_at), known_to) AS cut_to,
        dense_rank() OVER (PARTITION BY sample_id ORDER BY cut_at) AS nth
    FROM cuts
),

cut AS (
    SELECT
        known_sample.* REPLACE (
            pieces.cut_at AS known_from,
            pieces.cut_to AS known_to,
            pieces.nth AS issue
        ),
        (
            SELECT max_by(effects.reason, effects.received_at)
            FROM effects
            WHERE effects.sample_id = pieces.sample_id AND effects.answer = 'void'
                AND effects.received_at <= pieces.cut_at AND pieces.cut_at < effects.ended_at
        ) AS voided
    FROM pieces
    INNER JOIN known_sample
        ON
            pieces.sample_id = known_sample.sample_id
            AND pieces.piece_from = known_sample.known_from
            AND pieces.valid_from = known_sample.valid_from
)

SELECT
    * EXCLUDE (voided) REPLACE (
        /*replaced*/
        coalesce(voided, void_reason) AS void_reason,
        CASE WHEN voided IS NOT NULL THEN 'void' ELSE /*verdict*/ END AS verdict_reported
    )
FROM cut
