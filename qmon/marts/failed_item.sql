-- 不合格项目：one row is one item that failed in a domain, year, task level and category: how many samples were tested for it and how many it failed
-- Samples by number: telling whole numbers apart is cheaper than names.
WITH counted AS (
    SELECT
        *,
        row_number() OVER () AS nth
    FROM sample_current
    WHERE NOT held AND linked_sample_id IS NULL AND verdict_reported IS DISTINCT FROM 'void'
),

tested AS (
    SELECT
        sample.domain,
        strftime(coalesce(sample.sampled_on, sample.published_on), '%Y') AS period,
        sample.task_level,
        sample.category_code,
        result.item_name,
        any_value(result.item_code) AS item_code,
        any_value(result.hazard_class) AS hazard_class,
        count(DISTINCT sample.nth) AS n,
        count(DISTINCT sample.nth) FILTER (result.item_verdict = 'nonconforming') AS n_failing_samples
    FROM counted AS sample
    INNER JOIN result_current AS result USING (sample_id)
    WHERE result.track = 'supervision'
    GROUP BY ALL
),

failing AS (
    SELECT
        sample.domain,
        strftime(coalesce(sample.sampled_on, sample.published_on), '%Y') AS period,
        sample.task_level,
        sample.category_code,
        count(DISTINCT sample.nth) AS n_fail
    FROM counted AS sample
    INNER JOIN result_current AS result USING (sample_id)
    WHERE result.track = 'supervision' AND result.item_verdict = 'nonconforming'
    GROUP BY ALL
)

SELECT
    tested.domain,
    'year' AS period_kind,
    tested.period,
    tested.task_level,
    tested.category_code,
    category.category,
    tested.item_name,
    tested.item_code,
    tested.hazard_class,
    tested.n,
    tested.n_failing_samples,
    tested.n_failing_samples / failing.n_fail AS share
FROM tested
INNER JOIN failing
    ON
        tested.domain = failing.domain
        AND tested.period IS NOT DISTINCT FROM failing.period
        AND tested.task_level IS NOT DISTINCT FROM failing.task_level
        AND tested.category_code IS NOT DISTINCT FROM failing.category_code
LEFT JOIN category ON tested.category_code = category.category_code
WHERE tested.n_failing_samples > 0
ORDER BY ALL
