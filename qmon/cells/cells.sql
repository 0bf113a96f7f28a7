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
    producer_scale,
    industry,
    task_level,
    strategy,
    unit_key,
    CAST(sum(n) AS BIGINT) AS n,
    CAST(sum(n_pass) AS BIGINT) AS n_pass,
    CAST(sum(n_fail) AS BIGINT) AS n_fail,
    CAST(sum(n_held) AS BIGINT) AS n_held,
    CAST(sum(n * n) AS BIGINT) AS sum_n_n,
    CAST(sum(n * n_fail) AS BIGINT) AS sum_n_fail,
    CAST(sum(n_fail * n_fail) AS BIGINT) AS sum_fail_fail
FROM (/*counted*/)
WHERE n + n_held > 0
GROUP BY ALL
