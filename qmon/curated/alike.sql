-- one row is one sample that fails now, with its results and what another announcement of it would have in common
WITH failing AS (
    SELECT
        sample_id,
        string_agg(
            coalesce(item_code, item_name) || ' ' || coalesce(CAST(value AS VARCHAR), CAST("values" AS VARCHAR), value_text), '; '
            ORDER BY coalesce(item_code, item_name), value_text
        ) AS results
    FROM known_item
    WHERE known_to = TIMESTAMP 'infinity' AND item_verdict = 'nonconforming' AND value_text IS NOT NULL
    GROUP BY ALL
)

SELECT
    moment.sample_id,
    likeness.likeness,
    failing.results,
    likeness.told_on
FROM moment
INNER JOIN likeness USING (sample_id, delivery_id)
INNER JOIN failing USING (sample_id)
WHERE moment.known_to = TIMESTAMP 'infinity'
