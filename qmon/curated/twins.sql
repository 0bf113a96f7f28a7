-- one row is one sample that fails with the same results as an earlier one of the same likeness: source, product, producer, sampled unit
WITH failing AS (
    SELECT
        sample_id,
        string_agg(
            coalesce(item_code, item_name) || ' ' || coalesce(CAST(value AS VARCHAR), CAST("values" AS VARCHAR), value_text), '; '
            ORDER BY coalesce(item_code, item_name), value_text
        ) AS results
    FROM known_result
    WHERE known_to = TIMESTAMP 'infinity' AND item_verdict = 'nonconforming' AND value_text IS NOT NULL
    GROUP BY ALL
),

alike AS (
    SELECT
        moment.sample_id,
        first_value(moment.sample_id) OVER (
            PARTITION BY likeness.likeness, failing.results
            ORDER BY likeness.told_on, moment.sample_id
        ) AS twin_sample_id
    FROM moment
    INNER JOIN likeness USING (sample_id, delivery_id)
    INNER JOIN failing USING (sample_id)
    WHERE moment.known_to = TIMESTAMP 'infinity'
)

SELECT
    sample_id,
    twin_sample_id
FROM alike
WHERE sample_id <> twin_sample_id
