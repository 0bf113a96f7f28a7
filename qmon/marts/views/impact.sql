-- 交付所及：one row is one rate of rate and one delivery that tells of samples in it: n, n_fail, n_held are those samples
WITH told AS (
    SELECT DISTINCT
        delivery_id,
        sample_id
    FROM provenance
),

counted AS (
    SELECT
        told.delivery_id,
        member.indicator,
        member.domain,
        member.period,
        member.region_code,
        member.region,
        member.category_code,
        member.category,
        member.stage,
        member.channel,
        member.producer_scale,
        member.industry,
        member.task_level,
        sum(member.n) AS n,
        sum(member.n_fail) AS n_fail,
        sum(member.n_held) AS n_held
    FROM told
    INNER JOIN member USING (sample_id)
    WHERE member.n + member.n_held > 0
    GROUP BY ALL
),

-- A dimension by which no row of a grouping is summed over is one that the grouping breaks down by.
breakdown AS (
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
    counted.delivery_id,
    counted.indicator,
    counted.domain,
    breakdown.grouping,
    breakdown.period_kind,
    CASE breakdown.period_kind
        WHEN 'month' THEN counted.period
        WHEN 'quarter' THEN left(counted.period, 4) || '-Q' || CAST((CAST(right(counted.period, 2) AS INTEGER) + 2) // 3 AS VARCHAR)
        WHEN 'year' THEN left(counted.period, 4)
    END AS period,
    CASE WHEN breakdown.by_region THEN counted.region_code ELSE 'ALL' END AS region_code,
    CASE WHEN breakdown.by_region THEN counted.region ELSE 'ALL' END AS region,
    CASE WHEN breakdown.by_category THEN counted.category_code ELSE 'ALL' END AS category_code,
    CASE WHEN breakdown.by_category THEN counted.category ELSE 'ALL' END AS category,
    CASE WHEN breakdown.by_stage THEN counted.stage ELSE 'ALL' END AS stage,
    CASE WHEN breakdown.by_channel THEN counted.channel ELSE 'ALL' END AS channel,
    CASE WHEN breakdown.by_producer_scale THEN counted.producer_scale ELSE 'ALL' END AS producer_scale,
    CASE WHEN breakdown.by_industry THEN counted.industry ELSE 'ALL' END AS industry,
    CASE WHEN breakdown.by_task_level THEN counted.task_level ELSE 'ALL' END AS task_level,
    CAST(sum(counted.n) AS BIGINT) AS n,
    CAST(sum(counted.n_fail) AS BIGINT) AS n_fail,
    CAST(sum(counted.n_held) AS BIGINT) AS n_held
FROM counted
INNER JOIN breakdown USING (indicator)
GROUP BY ALL
