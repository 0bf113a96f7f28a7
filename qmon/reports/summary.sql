-- one row is one rate of the summary tables, total first, newest period last
SELECT
    indicator,
    grouping,
    period_kind,
    period,
    task_level,
    region,
    category,
    stage,
    channel,
    n,
    n_pass,
    n_fail,
    n_held,
    ci_low,
    ci_high,
    note
FROM pass_rate
WHERE n > 0 OR n_held > 0
ORDER BY indicator, period_kind, grouping <> 'total', grouping, period, task_level, region_code, category_code, stage, channel
