-- one row is the total of one indicator by month, quarter or year and task level, beside the year before and with its note where it was restated
SELECT
    rate.indicator,
    rate.grouping,
    rate.period_kind,
    rate.period,
    rate.task_level,
    rate.n,
    rate.n_pass,
    rate.n_fail,
    rate.rate,
    rate.ci_low,
    rate.ci_high,
    restatement.note AS restated,
    change.compared_period,
    change.compared_n,
    change.compared_n_fail,
    change.compared_rate,
    change.difference,
    change.difference_low,
    change.difference_high,
    change.direction,
    change.rate_effect,
    change.mix_effect,
    change.coverage_effect,
    change.restatement_effect,
    change.refused_for
FROM rate
LEFT JOIN change
    ON
        rate.indicator = change.indicator
        AND rate.grouping = change.grouping
        AND rate.period_kind = change.period_kind
        AND rate.period = change.period
        AND change.comparison = 'year_on_year'
        AND rate.task_level IS NOT DISTINCT FROM change.task_level
LEFT JOIN restatement
    ON
        rate.indicator = restatement.indicator
        AND rate.grouping = restatement.grouping
        AND rate.period_kind = restatement.period_kind
        AND rate.period = restatement.period
        AND rate.task_level IS NOT DISTINCT FROM restatement.task_level
WHERE
    rate.indicator = $indicator
    AND rate.grouping = 'total'
    AND rate.period_kind IN ('quarter', 'year')
    AND period_end(rate.period_kind, rate.period) < $today
ORDER BY rate.period_kind, rate.period, rate.task_level
