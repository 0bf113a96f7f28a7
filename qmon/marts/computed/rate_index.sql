-- one row is one category in a quarter or year of an indicator with a base year, at a task level: its units, and those of the share
SELECT
    rate.indicator,
    rate.task_level,
    printing.index_base,
    rate.period_kind,
    rate.period,
    rate.category_code,
    rate.n,
    IF(rate.rate_of = 'pass', rate.n_pass, rate.n_fail) AS k
FROM rate
INNER JOIN printing ON rate.indicator = printing.indicator AND printing.index_base IS NOT NULL
WHERE
    rate.grouping = 'category'
    AND rate.period_kind IN ('quarter', 'year')
    AND rate.n > 0
    AND rate.period IS NOT NULL
    AND rate.category_code IS NOT NULL
ORDER BY ALL
