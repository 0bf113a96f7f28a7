-- one row is one month or quarter of the total of an indicator at a task level: its units, and those that the rate is the share of
SELECT
    rate.indicator,
    rate.period_kind,
    rate.task_level,
    rate.period,
    rate.n,
    IF(rate.rate_of = 'pass', rate.n_pass, rate.n_fail) AS k
FROM rate
INNER JOIN printing ON rate.indicator = printing.indicator AND printing.aggregation = 'pooled'
WHERE rate.grouping = 'total' AND rate.period_kind IN ('month', 'quarter') AND rate.n > 0 AND rate.period IS NOT NULL
ORDER BY ALL
