-- one row is one rate of the summary tables, total first, newest period last, task levels from the nation down, with its note where it was restated
SELECT
    rate.indicator,
    rate.grouping,
    rate.period_kind,
    rate.period,
    rate.task_level,
    rate.region,
    rate.category,
    rate.stage,
    rate.channel,
    rate.producer_scale,
    rate.industry,
    rate.n,
    rate.n_pass,
    rate.n_fail,
    rate.n_held,
    rate.rate,
    rate.ci_low,
    rate.ci_high,
    restatement.note IS NOT NULL AS restated,
    nullif(concat_ws('；', rate.note, restatement.note), '') AS note
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
WHERE rate.n > 0 OR rate.n_held > 0
ORDER BY
    rate.indicator,
    rate.period_kind,
    rate.grouping <> 'total',
    rate.grouping,
    rate.period,
    list_position($levels, rate.task_level),
    rate.task_level,
    rate.region_code,
    rate.category_code,
    rate.stage,
    rate.channel,
    rate.producer_scale,
    rate.industry
