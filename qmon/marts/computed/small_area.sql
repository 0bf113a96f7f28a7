-- one row is one place or category in an indicator, a year and a task level: its units, and those that the rate is the share of
SELECT
    rate.indicator,
    rate.grouping,
    rate.period,
    rate.task_level,
    IF(rate.grouping = 'region', rate.region, rate.category) AS unit,
    rate.n,
    IF(rate.rate_of = 'pass', rate.n_pass, rate.n_fail) AS k
FROM rate
INNER JOIN printing ON rate.indicator = printing.indicator AND printing.aggregation = 'pooled'
WHERE
    rate.grouping IN ('region', 'category')
    AND rate.period_kind = 'year'
    AND rate.n > 0
    AND rate.period IS NOT NULL
    AND IF(rate.grouping = 'region', rate.region, rate.category) IS NOT NULL
ORDER BY ALL
