-- one row is the newest year of one indicator at one task level, these from the nation down
SELECT
    indicator,
    task_level,
    period,
    n,
    n_pass,
    n_fail,
    rate,
    ci_low,
    ci_high
FROM pass_rate
WHERE grouping = 'total' AND period_kind = 'year' AND n > 0 AND period IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY indicator, task_level ORDER BY period DESC) = 1
ORDER BY indicator, list_position($levels, task_level), task_level
