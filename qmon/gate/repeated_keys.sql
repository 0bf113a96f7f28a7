-- one row is one key that several rows of the table have
-- Hashes say cheaply whether there is any: to group all keys themselves takes three times as long.
SELECT /*key*/
FROM {batch}
WHERE
    hash(/*key*/) IN (
        SELECT digest
        FROM (SELECT hash(/*key*/) AS digest FROM {batch})
        GROUP BY digest
        HAVING count(*) > 1
    )
GROUP BY ALL
HAVING count(*) > 1
