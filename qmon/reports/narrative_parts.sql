-- one row is one category in the change of a year's total, what moved it most first
SELECT
    coalesce(category, '类别不详') AS label,
    n,
    rate,
    compared_n,
    compared_rate,
    rate_effect + mix_effect + coverage_effect AS points
FROM change_part
WHERE
    indicator = $indicator
    AND grouping = 'total'
    AND period_kind = 'year'
    AND period = $period
    AND comparison = 'year_on_year'
    AND task_level IS NOT DISTINCT FROM $task_level
ORDER BY abs(rate_effect + mix_effect + coverage_effect) DESC, label
