-- 不合格原因构成：one row is one hazard class of failing items in a domain, year and task level; an item that fails is of one class, so shares add up to 1
WITH failing AS (
    SELECT
        sample.domain,
        strftime(coalesce(sample.sampled_on, sample.published_on), '%Y') AS period,
        sample.task_level,
        result.hazard_class,
        sample.sample_id
    FROM sample_current AS sample
    INNER JOIN result_current AS result USING (sample_id)
    WHERE
        NOT sample.held
        AND sample.linked_sample_id IS NULL
        AND sample.inspection_type IS DISTINCT FROM 'risk_monitoring'
        AND sample.verdict_reported IS DISTINCT FROM 'void'
        AND result.track = 'supervision'
        AND result.item_verdict = 'nonconforming'
)

SELECT
    failing.domain,
    'year' AS period_kind,
    failing.period,
    failing.task_level,
    failing.hazard_class,
    hazard.hazard,
    count(*) AS n_failing_items,
    CAST(sum(count(*)) OVER base AS BIGINT) AS n_all_failing_items,
    count(DISTINCT failing.sample_id) AS n_failing_samples,
    count(*) / sum(count(*)) OVER base AS share
FROM failing
LEFT JOIN hazard ON failing.hazard_class = hazard.hazard_class
GROUP BY failing.domain, failing.period, failing.task_level, failing.hazard_class, hazard.hazard
WINDOW base AS (PARTITION BY failing.domain, failing.period, failing.task_level)
ORDER BY ALL
