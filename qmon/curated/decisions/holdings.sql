-- one row is one finding that holds one row of a sample's history while no decision answers it
WITH rows_of AS (
    SELECT
        sample_id,
        delivery_id,
        known_from,
        known_to,
        valid_from,
        valid_to
    FROM known_decided
),

-- From when what is known now of a sample was known, whatever decisions have changed since.
latest AS (
    SELECT
        sample_id,
        max(known_from) AS known_from
    FROM known_sample_reported
    SEMI JOIN standing USING (sample_id)
    WHERE known_to = TIMESTAMP 'infinity'
    GROUP BY ALL
),

-- Found in the delivery that the row is described by.
stated AS (
    SELECT
        rows_of.sample_id,
        rows_of.known_from,
        rows_of.known_to,
        rows_of.valid_from,
        finding_raised.finding_id
    FROM rows_of
    INNER JOIN finding_raised USING (sample_id, delivery_id)
    -- What waits for a match is held by linkage/linked.sql.
    ANTI JOIN linkage_found USING (finding_id)
    LEFT JOIN standing USING (finding_id)
    LEFT JOIN latest ON rows_of.sample_id = latest.sample_id
    WHERE
        finding_raised.acts_on = 'sample'
        -- What rests on all that is known holds nothing of what was known before it.
        AND (standing.finding_id IS NULL OR (rows_of.known_from >= latest.known_from AND rows_of.valid_to = DATE 'infinity'))
),

-- What is found over all that is known is raised for the current row alone; for the others it is looked at again.
past AS (
    SELECT
        broken.sample_id,
        rows_of.known_from,
        rows_of.known_to,
        rows_of.valid_from,
        broken.finding_id
    FROM broken_past AS broken
    INNER JOIN rows_of
        ON
            broken.sample_id = rows_of.sample_id
            AND broken.known_from <= rows_of.known_from
            AND rows_of.known_from < broken.known_to
    WHERE broken.acts_on = 'sample'
)

SELECT * FROM stated
UNION
SELECT * FROM past
