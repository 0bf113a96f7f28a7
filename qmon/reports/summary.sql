-- one row is one rate of the summary tables, total first, newest period last, with its note where it was restated
SELECT
    pass_rate.indicator,
    pass_rate.grouping,
    pass_rate.period_kind,
    pass_rate.period,
    pass_rate.task_level,
    pass_rate.region,
    pass_rate.category,
    pass_rate.stage,
    pass_rate.channel,
    pass_rate.n,
    pass_rate.n_pass,
    pass_rate.n_fail,
    pass_rate.n_held,
    pass_rate.ci_low,
    pass_rate.ci_high,
    restatement.note IS NOT NULL AS restated,
    nullif(concat_ws('；', pass_rate.note, restatement.note), '') AS note
FROM pass_rate
LEFT JOIN restatement
    ON
        pass_rate.indicator = restatement.indicator
        AND pass_rate.grouping = restatement.grouping
        AND pass_rate.period_kind = restatement.period_kind
        AND pass_rate.period = restatement.period
        AND pass_rate.region_code IS NOT DISTINCT FROM restatement.region_code
        AND pass_rate.category_code IS NOT DISTINCT FROM restatement.category_code
        AND pass_rate.stage IS NOT DISTINCT FROM restatement.stage
        AND pass_rate.channel IS NOT DISTINCT FROM restatement.channel
        AND pass_rate.task_level IS NOT DISTINCT FROM restatement.task_level
WHERE pass_rate.n > 0 OR pass_rate.n_held > 0
ORDER BY
    pass_rate.indicator,
    pass_rate.period_kind,
    pass_rate.grouping <> 'total',
    pass_rate.grouping,
    pass_rate.period,
    pass_rate.task_level,
    pass_rate.region_code,
    pass_rate.category_code,
    pass_rate.stage,
    pass_rate.channel
