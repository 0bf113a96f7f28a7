-- one row is one count that the night changes, with what the touched samples were taken out and what they are put in
SELECT *
FROM (
    SELECT
        /*key*/,
        /*summed*/
    FROM (
        SELECT * FROM /*before*/
        UNION ALL BY NAME
        SELECT * FROM /*now*/
        UNION ALL BY NAME
        SELECT
            /*key*/,
            /*taken*/
        FROM /*was*/
    )
    GROUP BY ALL
)
WHERE /*any*/
