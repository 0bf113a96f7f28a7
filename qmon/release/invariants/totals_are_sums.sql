-- one row is one total of samples that is not the sum of one of its breakdowns
WITH sums AS (
    SELECT
        indicator,
        grouping,
        period_kind,
        period,
        task_level,
        sum(n) AS n,
        sum(n_fail) AS n_fail,
        sum(n_held) AS n_held
    FROM rate
    WHERE indicator NOT IN (SELECT DISTINCT indicator FROM cells WHERE unit_key IS NOT NULL)
    GROUP BY ALL
)

SELECT
    part.indicator,
    part.grouping,
    part.period,
    part.n,
    total.n AS total
FROM sums AS part
INNER JOIN sums AS total
    ON
        part.indicator = total.indicator
        AND part.period_kind = total.period_kind
        AND part.period IS NOT DISTINCT FROM total.period
        AND part.task_level IS NOT DISTINCT FROM total.task_level
        AND total.grouping = 'total'
WHERE part.n <> total.n OR part.n_fail <> total.n_fail OR part.n_held <> total.n_held
LIMIT 1
