-- 交付所及：one row is one rate of rate and one delivery that tells of samples in it: n, n_fail, n_held are those samples
-- A dimension by which no row of a grouping is summed over is one that the grouping breaks down by.
WITH breakdown AS (
    SELECT DISTINCT
        indicator,
        grouping,
        period_kind,
        coalesce(region_code, '') <> 'ALL' AS by_region,
        coalesce(category_code, '') <> 'ALL' AS by_category,
        coalesce(stage, '') <> 'ALL' AS by_stage,
        coalesce(channel, '') <> 'ALL' AS by_channel,
        coalesce(producer_scale, '') <> 'ALL' AS by_producer_scale,
        coalesce(industry, '') <> 'ALL' AS by_industry,
        coalesce(task_level, '') <> 'ALL' AS by_task_level
    FROM rate
)

SELECT
    reached.delivery_id,
    reached.indicator,
    reached.domain,
    breakdown.grouping,
    breakdown.period_kind,
    CASE breakdown.period_kind
        WHEN 'month' THEN reached.period
        WHEN 'quarter' THEN left(reached.period, 4) || '-Q' || CAST((CAST(right(reached.period, 2) AS INTEGER) + 2) // 3 AS VARCHAR)
        WHEN 'year' THEN left(reached.period, 4)
    END AS period,
    CASE WHEN breakdown.by_region THEN reached.region_code ELSE 'ALL' END AS region_code,
    CASE WHEN breakdown.by_region THEN reached.region ELSE 'ALL' END AS region,
    CASE WHEN breakdown.by_category THEN reached.category_code ELSE 'ALL' END AS category_code,
    CASE WHEN breakdown.by_category THEN reached.category ELSE 'ALL' END AS category,
    CASE WHEN breakdown.by_stage THEN reached.stage ELSE 'ALL' END AS stage,
    CASE WHEN breakdown.by_channel THEN reached.channel ELSE 'ALL' END AS channel,
    CASE WHEN breakdown.by_producer_scale THEN reached.producer_scale ELSE 'ALL' END AS producer_scale,
    CASE WHEN breakdown.by_industry THEN reached.industry ELSE 'ALL' END AS industry,
    CASE WHEN breakdown.by_task_level THEN reached.task_level ELSE 'ALL' END AS task_level,
    CAST(sum(reached.n) AS BIGINT) AS n,
    CAST(sum(reached.n_fail) AS BIGINT) AS n_fail,
    CAST(sum(reached.n_held) AS BIGINT) AS n_held
FROM counted.delivery_impact AS reached
INNER JOIN breakdown USING (indicator)
GROUP BY ALL
