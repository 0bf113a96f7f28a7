-- one row is one finding, with the decision that answers it
WITH raised AS (
    SELECT * FROM finding_raised
    UNION ALL BY NAME
    SELECT * FROM unfit
)

SELECT
    raised.* REPLACE (
        CASE WHEN answer.finding_id IS NULL THEN 'open' ELSE 'answered' END AS finding_status,
        answer.decision_id AS decision_id
    )
FROM raised
LEFT JOIN answer USING (finding_id)
