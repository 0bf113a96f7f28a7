-- one row is one sample of which some deliveries report items, and which no delivery describes
WITH reported AS MATERIALIZED (
    SELECT DISTINCT sample_id
    FROM known_item
    WHERE /*of_deliveries*/
)

SELECT sample_id
FROM reported
ANTI JOIN moment USING (sample_id)
