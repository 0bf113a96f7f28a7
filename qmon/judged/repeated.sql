-- one row is one record that equals an earlier one of the delivery in every cell
WITH twins AS (
    SELECT
        content_hash,
        /*key*/
    FROM /*records*/
    GROUP BY ALL
    HAVING count(*) > 1
),

numbered AS (
    SELECT
        sheet,
        row_no,
        row_number() OVER (PARTITION BY content_hash, /*key*/ ORDER BY ord) AS nth
    FROM /*records*/
    SEMI JOIN twins USING (content_hash, /*key*/)
)

SELECT
    sheet,
    row_no
FROM numbered
WHERE nth > 1
