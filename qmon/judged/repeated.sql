-- one row is one record that equals an earlier one of the delivery in every cell; without its key a record is refused, not repeated
-- First by the hash of the cells alone, which is cheap to group by: what has one of its own equals no other.
WITH suspected AS (
    SELECT content_hash
    FROM /*records*/
    GROUP BY content_hash
    HAVING count(*) > 1
),

numbered AS (
    SELECT
        sheet,
        row_no,
        row_number() OVER (PARTITION BY content_hash, /*key*/ ORDER BY ord) AS nth
    FROM /*records*/
    SEMI JOIN suspected USING (content_hash)
    WHERE /*key*/ IS NOT NULL
)

SELECT
    sheet,
    row_no
FROM numbered
WHERE nth > 1
