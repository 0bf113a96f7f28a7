-- one row is one change of the counts of an indicator, month, task level and firm: what is added from known_from and valid_from on
-- A sample with a single row counts from then on; of the others, where what is known of them, or what stands of them, may change.
WITH changing AS (
    SELECT DISTINCT sample_id
    FROM sample_history
    WHERE NOT (/*current*/)
),

rows_of AS (
    SELECT
        sample_id,
        known_from,
        known_to,
        valid_from,
        valid_to
    FROM sample_history
    SEMI JOIN changing USING (sample_id)
    UNION ALL
    SELECT
        sample_id,
        known_from,
        known_to,
        valid_from,
        valid_to
    FROM result_history
    SEMI JOIN changing USING (sample_id)
),

known_axis AS (
    SELECT
        sample_id,
        known_from,
        coalesce(lead(known_from) OVER (PARTITION BY sample_id ORDER BY known_from), TIMESTAMP 'infinity') AS known_to
    FROM (
        SELECT DISTINCT
            sample_id,
            unnest([known_from, known_to]) AS known_from
        FROM rows_of
    )
    WHERE known_from < TIMESTAMP 'infinity'
),

valid_axis AS (
    SELECT
        sample_id,
        valid_from,
        coalesce(lead(valid_from) OVER (PARTITION BY sample_id ORDER BY valid_from), DATE 'infinity') AS valid_to
    FROM (
        SELECT DISTINCT
            sample_id,
            unnest([valid_from, valid_to]) AS valid_from
        FROM rows_of
    )
    WHERE valid_from < DATE 'infinity'
),

piece AS (
    SELECT
        known_axis.sample_id,
        known_axis.known_from,
        known_axis.known_to,
        valid_axis.valid_from,
        valid_axis.valid_to,
        concat_ws('|', known_axis.sample_id, known_axis.known_from, valid_axis.valid_from) AS piece_id
    FROM known_axis
    INNER JOIN valid_axis USING (sample_id)
),

piece_sample AS (
    SELECT sample_history.* REPLACE (piece.piece_id AS sample_id)
    FROM sample_history
    INNER JOIN piece
        ON
            sample_history.sample_id = piece.sample_id
            AND sample_history.known_from <= piece.known_from
            AND sample_history.known_to > piece.known_from
            AND sample_history.valid_from <= piece.valid_from
            AND sample_history.valid_to > piece.valid_from
),

piece_result AS (
    SELECT result_history.* REPLACE (piece.piece_id AS sample_id)
    FROM result_history
    INNER JOIN piece
        ON
            result_history.sample_id = piece.sample_id
            AND result_history.known_from <= piece.known_from
            AND result_history.known_to > piece.known_from
            AND result_history.valid_from <= piece.valid_from
            AND result_history.valid_to > piece.valid_from
),

piece_member AS (
    /*piece_members*/
),

changes AS (
    SELECT
        member.indicator,
        member.period,
        member.task_level,
        member.unit_key,
        sample.known_from,
        sample.valid_from,
        member.n,
        member.n_fail,
        member.n_held
    FROM member
    ANTI JOIN changing USING (sample_id)
    INNER JOIN sample_current AS sample USING (sample_id)
    UNION ALL
    -- A piece counts from its first corner on, and no longer from where it ends on either axis.
    SELECT
        piece_member.indicator,
        piece_member.period,
        piece_member.task_level,
        piece_member.unit_key,
        IF(corner.known_ends, piece.known_to, piece.known_from),
        IF(corner.valid_ends, piece.valid_to, piece.valid_from),
        corner.sign * piece_member.n,
        corner.sign * piece_member.n_fail,
        corner.sign * piece_member.n_held
    FROM piece_member
    INNER JOIN piece ON piece_member.sample_id = piece.piece_id
    CROSS JOIN (VALUES (false, false, 1), (true, false, -1), (false, true, -1), (true, true, 1)) AS corner (known_ends, valid_ends, sign)
    WHERE
        NOT (corner.known_ends AND piece.known_to = TIMESTAMP 'infinity')
        AND NOT (corner.valid_ends AND piece.valid_to = DATE 'infinity')
)

SELECT
    indicator,
    period,
    task_level,
    unit_key,
    known_from,
    valid_from,
    CAST(sum(n) AS BIGINT) AS n,
    CAST(sum(n_fail) AS BIGINT) AS n_fail,
    CAST(sum(n_held) AS BIGINT) AS n_held
FROM changes
GROUP BY ALL
HAVING sum(n) <> 0 OR sum(n_fail) <> 0 OR sum(n_held) <> 0
