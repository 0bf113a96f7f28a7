-- one row is one sample that something holds or held, as known_decided, cut where a decision ends or begins what holds it
WITH rows_of AS MATERIALIZED (
    SELECT *
    FROM known_decided
    SEMI JOIN holding USING (sample_id)
),

answers AS (
    SELECT
        holding.sample_id,
        holding.known_from,
        holding.valid_from,
        holding.known_to,
        holding.finding_id,
        decided.received_at,
        decided.ended_at
    FROM holding
    INNER JOIN decided USING (finding_id)
    WHERE decided.received_at < holding.known_to AND decided.ended_at > holding.known_from
),

turns AS (
    SELECT
        sample_id,
        known_from,
        valid_from,
        greatest(received_at, known_from) AS turn_at
    FROM answers
    UNION
    SELECT
        sample_id,
        known_from,
        valid_from,
        ended_at
    FROM answers
    WHERE ended_at <= $known AND ended_at < known_to
    UNION
    SELECT DISTINCT
        sample_id,
        known_from,
        valid_from,
        known_from
    FROM holding
),

pieces AS (
    SELECT
        turns.*,
        lead(turn_at) OVER (PARTITION BY sample_id, known_from, valid_from ORDER BY turn_at) AS next_turn
    FROM turns
),

judged AS (
    SELECT
        pieces.sample_id,
        pieces.known_from,
        pieces.valid_from,
        pieces.turn_at,
        pieces.next_turn,
        bool_or(answers.finding_id IS NULL) AS held
    FROM pieces
    INNER JOIN holding
        ON pieces.sample_id = holding.sample_id AND pieces.known_from = holding.known_from AND pieces.valid_from = holding.valid_from
    LEFT JOIN answers
        ON
            holding.finding_id = answers.finding_id
            AND holding.sample_id = answers.sample_id
            AND holding.known_from = answers.known_from
            AND holding.valid_from = answers.valid_from
            AND answers.received_at <= pieces.turn_at
            AND pieces.turn_at < answers.ended_at
    GROUP BY ALL
)

SELECT
    * REPLACE (dense_rank() OVER (PARTITION BY sample_id ORDER BY known_from) AS issue)
FROM (
    SELECT
        rows_of.* REPLACE (
            judged.turn_at AS known_from,
            coalesce(judged.next_turn, rows_of.known_to) AS known_to
        ),
        judged.held
    FROM rows_of
    INNER JOIN judged
        ON
            rows_of.sample_id = judged.sample_id
            AND rows_of.known_from = judged.known_from
            AND rows_of.valid_from = judged.valid_from
    UNION ALL BY NAME
    SELECT
        rows_of.*,
        false AS held
    FROM rows_of
    ANTI JOIN judged
        ON
            rows_of.sample_id = judged.sample_id
            AND rows_of.known_from = judged.known_from
            AND rows_of.valid_from = judged.valid_from
)
