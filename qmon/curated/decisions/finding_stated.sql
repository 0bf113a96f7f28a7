-- one row is one finding, with the decision that answers it
WITH raised AS (
    SELECT * FROM finding_raised
    UNION ALL BY NAME
    SELECT * FROM unfit
),

-- Nobody need answer what stops a delivery once a newer one of its file counts.
superseded AS (
    SELECT DISTINCT older.delivery_id
    FROM delivered AS older
    INNER JOIN delivered AS newer ON older.file = newer.file AND older.sequence < newer.sequence
    SEMI JOIN accepted ON newer.delivery_id = accepted.delivery_id
)

SELECT
    raised.* REPLACE (
        CASE
            WHEN answer.finding_id IS NOT NULL THEN 'answered'
            WHEN raised.acts_on = 'delivery' AND raised.delivery_id IN (FROM superseded) THEN 'answered'
            ELSE 'open'
        END AS finding_status,
        answer.decision_id AS decision_id
    )
FROM raised
LEFT JOIN answer USING (finding_id)
