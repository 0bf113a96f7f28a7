-- 不合格项目：one row is one item that failed in a domain, year, task level and category: how many samples were tested for it and how many it failed
WITH named AS (
    SELECT
        domain,
        item_name,
        min(item_code) AS item_code,
        min(hazard_class) AS hazard_class
    FROM counted.failing_item
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
    named.item_code,
    named.hazard_class,
    tested.n,
    tested.n_failing AS n_failing_samples,
    tested.n_failing / failing.n AS share
FROM counted.tested_item AS tested
INNER JOIN counted.failing_sample AS failing
    ON
        tested.domain = failing.domain
        AND tested.period IS NOT DISTINCT FROM failing.period
        AND tested.task_level IS NOT DISTINCT FROM failing.task_level
        AND tested.category_code IS NOT DISTINCT FROM failing.category_code
INNER JOIN named ON tested.domain = named.domain AND tested.item_name = named.item_name
LEFT JOIN category ON tested.category_code = category.category_code
WHERE tested.n_failing > 0
ORDER BY ALL
