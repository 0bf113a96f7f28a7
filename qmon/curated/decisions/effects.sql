-- one row is one decision that voids a sample or replaces a value of it, and for how long
WITH found AS (
    SELECT
        sample_id,
        column_name,
        finding_id,
        TIMESTAMP 'infinity' AS known_to
    FROM finding_raised
    UNION ALL
    -- What was found once, and is not found now, is decided for as long as the row in which it was found is known.
    SELECT
        sample_id,
        column_name,
        finding_id,
        max(known_to)
    FROM found_once
    ANTI JOIN finding_raised USING (finding_id)
    GROUP BY ALL
)

SELECT
    found.sample_id,
    found.column_name,
    decided.answer,
    decided.new_value,
    decided.reason,
    decided.received_at,
    least(decided.ended_at, found.known_to, TIMESTAMP '9999-01-01') AS ended_at,
    decided.decision_id,
    decided.delivery_id,
    delivered.file,
    decided.sheet,
    decided.row_no
FROM decided
INNER JOIN found USING (finding_id)
INNER JOIN delivered ON decided.delivery_id = delivered.delivery_id
WHERE
    found.sample_id IS NOT NULL
    AND decided.received_at < found.known_to
    -- Voided on an event's finding, the event is void, not its sample.
    AND (decided.answer = 'replace' OR (decided.answer = 'void' AND found.column_name IS DISTINCT FROM 'event_kind'))
ORDER BY ALL
