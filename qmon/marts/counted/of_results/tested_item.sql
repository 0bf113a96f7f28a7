-- one row is one item in a domain, year, task level and category: how many samples were tested for it, and how many it failed
WITH standing AS (
    SELECT
        sample_id,
        domain,
        strftime(coalesce(sampled_on, published_on), '%Y') AS period,
        task_level,
        category_code,
        n_items
    FROM sample_current
    WHERE NOT held AND linked_sample_id IS NULL AND verdict_reported IS DISTINCT FROM 'void'
),

tested AS (
    SELECT
        sample_id,
        item_name,
        item_verdict IS NOT DISTINCT FROM 'nonconforming' AS failing
    FROM result_current
    WHERE track = 'supervision'
),

-- Where a sample has more rows than items, one of them may have several.
suspected AS (
    SELECT standing.sample_id
    FROM standing
    INNER JOIN (SELECT sample_id, count(*) AS n_results FROM result_current GROUP BY ALL) AS reported USING (sample_id)
    WHERE reported.n_results <> standing.n_items
),

repeated AS (
    SELECT
        sample_id,
        item_name,
        count(*) - 1 AS surplus,
        greatest(count(*) FILTER (failing) - 1, 0) AS surplus_failing
    FROM tested
    SEMI JOIN suspected USING (sample_id)
    GROUP BY ALL
    HAVING count(*) > 1
),

rows_of AS (
    SELECT
        standing.* EXCLUDE (sample_id, n_items),
        tested.item_name,
        count(*) AS n,
        count(*) FILTER (tested.failing) AS n_failing
    FROM standing
    INNER JOIN tested USING (sample_id)
    GROUP BY ALL
    UNION ALL
    SELECT
        standing.* EXCLUDE (sample_id, n_items),
        repeated.item_name,
        -repeated.surplus,
        -repeated.surplus_failing
    FROM standing
    INNER JOIN repeated USING (sample_id)
)

-- Samples, not rows: several rows of one item in one sample are one.
SELECT
    domain,
    period,
    task_level,
    category_code,
    item_name,
    CAST(sum(n) AS BIGINT) AS n,
    CAST(sum(n_failing) AS BIGINT) AS n_failing
FROM rows_of
GROUP BY ALL
