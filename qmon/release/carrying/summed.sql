-- one row is one count with what the touched samples were taken out and what they are put in
SELECT *
FROM (
    SELECT
        /*key*/,
        /*summed*/
    FROM (
        SELECT * FROM /*table*/
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
ORDER BY ALL
