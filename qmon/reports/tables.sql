-- one row is one rate that a layout may print, beside the year before and the period before, with its note where it was restated
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
    earlier.comparison,
    earlier.compared_period,
    earlier.compared_n,
    earlier.compared_n_fail,
    earlier.compared_rate,
    earlier.difference,
    earlier.direction,
    earlier.refused_for
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
