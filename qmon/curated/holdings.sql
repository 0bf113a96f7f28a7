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
    WHERE
        finding_raised.acts_on = 'sample'
        -- Matches are known for the present only.
        AND (finding_raised.code <> 'S14' OR (rows_of.known_to = TIMESTAMP 'infinity' AND rows_of.valid_to = DATE 'infinity'))
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
)

SELECT * FROM stated
UNION
SELECT * FROM past
