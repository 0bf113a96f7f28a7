-- one row is one additive count of an indicator, a month and its dimensions
SELECT
    indicator,
    domain,
    period,
    region_code,
    region,
    category_code,
    category,
    stage,
    channel,
    task_level,
    strategy,
    unit_key,
    count(*) FILTER (passes OR fails) AS n,
    count(*) FILTER (passes) AS n_pass,
    count(*) FILTER (fails) AS n_fail,
    count(*) FILTER (held) AS n_held
FROM (/*members*/)
GROUP BY ALL
HAVING count(*) FILTER (passes OR fails OR held) > 0
