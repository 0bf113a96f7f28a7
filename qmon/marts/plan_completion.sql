-- 计划完成情况：one row is one plan of a year: how many samples it asks for, how many were drawn, and how many of these count
WITH asked AS (
    SELECT
        plan,
        planned_year AS period,
        sum(planned_n) AS planned_n
    FROM planned
    GROUP BY ALL
),

drawn AS (
    SELECT
        plan,
        strftime(coalesce(sampled_on, published_on), '%Y') AS period,
        count(*) AS drawn_n,
        count(*) FILTER (NOT held AND verdict_reported IN ('conforming', 'nonconforming')) AS concluded_n,
        count(*) FILTER (verdict_reported = 'void' OR void_reason IS NOT NULL) AS void_n
    FROM sample_current
    WHERE plan IS NOT NULL AND linked_sample_id IS NULL
    GROUP BY ALL
)

SELECT
    asked.plan,
    asked.period,
    CAST(asked.planned_n AS BIGINT) AS planned_n,
    coalesce(drawn.drawn_n, 0) AS drawn_n,
    coalesce(drawn.void_n, 0) AS void_n,
    coalesce(drawn.concluded_n, 0) AS concluded_n,
    -- A void sample completes nothing.
    (coalesce(drawn.drawn_n, 0) - coalesce(drawn.void_n, 0)) / nullif(asked.planned_n, 0) AS completion
FROM asked
LEFT JOIN drawn ON asked.plan = drawn.plan AND asked.period = drawn.period
ORDER BY ALL
