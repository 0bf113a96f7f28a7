-- one row is one rate that a layout may print, beside the year before and the period before, and as it was first published
WITH first AS (
    SELECT
        indicator,
        grouping,
        period_kind,
        period,
        region_code,
        category_code,
        stage,
        channel,
        producer_scale,
        industry,
        task_level,
        arg_min(n, stated_at) AS first_n,
        arg_min(n_fail, stated_at) AS first_n_fail,
        arg_min(rate, stated_at) AS first_rate
    FROM revision
    WHERE indicator = $indicator AND period_kind = $period_kind
    GROUP BY ALL
)

SELECT
    rate.indicator,
    rate.grouping,
    rate.period,
    rate.task_level,
    rate.region_code,
    rate.region,
    rate.category_code,
    rate.category,
    rate.stage,
    rate.channel,
    rate.producer_scale,
    rate.industry,
    rate.strategies_counted,
    rate.n,
    rate.n_pass,
    rate.n_fail,
    rate.n_held,
    rate.n_effective,
    rate.rate,
    rate.ci_low,
    rate.ci_high,
    rate.note,
    restatement.note AS restated,
    first.first_n,
    first.first_n_fail,
    first.first_rate,
    earlier.comparison,
    earlier.compared_period,
    earlier.compared_n,
    earlier.compared_n_fail,
    earlier.compared_rate,
    earlier.difference,
    earlier.direction,
    earlier.refused_for,
    earlier.restatement_effect
FROM rate
LEFT JOIN restatement
    ON
        rate.indicator = restatement.indicator
        AND rate.grouping = restatement.grouping
        AND rate.period_kind = restatement.period_kind
        AND rate.period = restatement.period
        AND rate.region_code IS NOT DISTINCT FROM restatement.region_code
        AND rate.category_code IS NOT DISTINCT FROM restatement.category_code
        AND rate.stage IS NOT DISTINCT FROM restatement.stage
        AND rate.channel IS NOT DISTINCT FROM restatement.channel
        AND rate.producer_scale IS NOT DISTINCT FROM restatement.producer_scale
        AND rate.industry IS NOT DISTINCT FROM restatement.industry
        AND rate.task_level IS NOT DISTINCT FROM restatement.task_level
LEFT JOIN first
    ON
        rate.indicator = first.indicator
        AND rate.grouping = first.grouping
        AND rate.period_kind = first.period_kind
        AND rate.period = first.period
        AND rate.region_code IS NOT DISTINCT FROM first.region_code
        AND rate.category_code IS NOT DISTINCT FROM first.category_code
        AND rate.stage IS NOT DISTINCT FROM first.stage
        AND rate.channel IS NOT DISTINCT FROM first.channel
        AND rate.producer_scale IS NOT DISTINCT FROM first.producer_scale
        AND rate.industry IS NOT DISTINCT FROM first.industry
        AND rate.task_level IS NOT DISTINCT FROM first.task_level
LEFT JOIN change AS earlier
    ON
        rate.indicator = earlier.indicator
        AND rate.grouping = earlier.grouping
        AND rate.period_kind = earlier.period_kind
        AND rate.period = earlier.period
        AND rate.region_code IS NOT DISTINCT FROM earlier.region_code
        AND rate.category_code IS NOT DISTINCT FROM earlier.category_code
        AND rate.stage IS NOT DISTINCT FROM earlier.stage
        AND rate.channel IS NOT DISTINCT FROM earlier.channel
        AND rate.producer_scale IS NOT DISTINCT FROM earlier.producer_scale
        AND rate.industry IS NOT DISTINCT FROM earlier.industry
        AND rate.task_level IS NOT DISTINCT FROM earlier.task_level
WHERE
    rate.indicator = $indicator
    AND rate.period_kind = $period_kind
    AND rate.grouping IN ('total', $grouping)
    AND period_end(rate.period_kind, rate.period) < $today
    AND rate.n + rate.n_held > 0
ORDER BY ALL
