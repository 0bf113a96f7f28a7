-- 不合格原因构成：one row is one hazard class of failing items in a domain, year and task level; an item that fails is of one class, so shares add up to 1
SELECT
    failing.domain,
    'year' AS period_kind,
    failing.period,
    failing.task_level,
    failing.hazard_class,
    hazard.hazard,
    failing.n AS n_failing_items,
    CAST(sum(failing.n) OVER base AS BIGINT) AS n_all_failing_items,
    failing.n_samples AS n_failing_samples,
    failing.n / sum(failing.n) OVER base AS share
FROM counted.failing_class AS failing
LEFT JOIN hazard ON failing.hazard_class = hazard.hazard_class
WINDOW base AS (PARTITION BY failing.domain, failing.period, failing.task_level)
ORDER BY ALL
