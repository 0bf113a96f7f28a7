-- one row is one place or laboratory in an indicator, a year and a task level: its units, and those that the rate is the share of
SELECT
    rate.indicator,
    rate.period,
    rate.task_level,
    'region' AS unit_kind,
    rate.region AS unit,
    rate.n,
    IF(rate.rate_of = 'pass', rate.n_pass, rate.n_fail) AS k
FROM rate
INNER JOIN printing ON rate.indicator = printing.indicator AND printing.aggregation = 'pooled'
WHERE rate.grouping = 'region' AND rate.period_kind = 'year' AND rate.n > 0 AND rate.region IS NOT NULL AND rate.period IS NOT NULL
UNION ALL
SELECT
    laboratory.indicator,
    laboratory.period,
    laboratory.task_level,
    'lab' AS unit_kind,
    laboratory.lab AS unit,
    laboratory.n,
    IF(printing.rate_of = 'pass', laboratory.n_pass, laboratory.n_fail) AS k
FROM counted.laboratory
INNER JOIN printing ON laboratory.indicator = printing.indicator AND printing.aggregation = 'pooled'
ORDER BY ALL
