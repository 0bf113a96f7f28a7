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
    member.indicator,
    left(member.period, 4) AS period,
    member.task_level,
    'lab' AS unit_kind,
    sample.lab AS unit,
    sum(member.n) AS n,
    sum(IF(printing.rate_of = 'pass', member.n_pass, member.n_fail)) AS k
FROM member
INNER JOIN sample_current AS sample USING (sample_id)
INNER JOIN printing ON member.indicator = printing.indicator AND printing.aggregation = 'pooled'
WHERE member.unit_key IS NULL AND sample.lab IS NOT NULL AND member.period IS NOT NULL AND member.n > 0
GROUP BY ALL
ORDER BY ALL
