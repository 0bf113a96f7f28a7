-- 合格率：one row is one rate of an indicator for a period and a grouping; a dimension that is summed over is ALL, an unknown one is empty
WITH units AS (
    SELECT
        cells.indicator,
        cells.domain,
        breakdown.grouping,
        breakdown.period_kind,
        period_in(cells.period, breakdown.period_kind) AS period,
        CASE WHEN breakdown.by_region THEN cells.region_code ELSE 'ALL' END AS region_code,
        CASE WHEN breakdown.by_region THEN cells.region ELSE 'ALL' END AS region,
        CASE WHEN breakdown.by_category THEN cells.category_code ELSE 'ALL' END AS category_code,
        CASE WHEN breakdown.by_category THEN cells.category ELSE 'ALL' END AS category,
        CASE WHEN breakdown.by_stage THEN cells.stage ELSE 'ALL' END AS stage,
        CASE WHEN breakdown.by_channel THEN cells.channel ELSE 'ALL' END AS channel,
        CASE WHEN breakdown.by_task_level THEN cells.task_level ELSE 'ALL' END AS task_level,
        breakdown.counts_firms,
        cells.unit_key,
        sum(cells.n) AS n,
        sum(cells.n_fail) AS n_fail,
        sum(cells.n_held) AS n_held
    FROM cells
    INNER JOIN breakdown USING (indicator)
    GROUP BY ALL
),

counted AS (
    SELECT
        * EXCLUDE (unit_key, counts_firms, n, n_fail, n_held),
        -- A firm counts once, and passes when none of its samples of the period fails.
        CAST(CASE WHEN any_value(counts_firms) THEN count(*) FILTER (n > 0 AND unit_key IS NOT NULL) ELSE sum(n) END AS BIGINT) AS n,
        CAST(CASE WHEN any_value(counts_firms) THEN count(*) FILTER (n_fail > 0 AND unit_key IS NOT NULL) ELSE sum(n_fail) END AS BIGINT) AS n_fail,
        CAST(sum(n_held) AS BIGINT) AS n_held,
        CAST(sum(n) FILTER (counts_firms AND unit_key IS NULL) AS BIGINT) AS n_without_firm
    FROM units
    GROUP BY ALL
)

SELECT
    indicator,
    domain,
    grouping,
    period_kind,
    period,
    region_code,
    region,
    category_code,
    category,
    stage,
    channel,
    task_level,
    n,
    n - n_fail AS n_pass,
    n_fail,
    n_held,
    (n - n_fail) / nullif(n, 0) AS rate,
    wilson_low(n - n_fail, n) AS ci_low,
    wilson_high(n - n_fail, n) AS ci_high,
    nullif(concat_ws(
        '；',
        CASE WHEN period IS NULL THEN '日期不明' END,
        CASE WHEN n = 0 THEN '没有可计入的单位，不计算合格率' WHEN n < 30 THEN '样本量小于30，仅供参考' END,
        CASE WHEN n_held > 0 THEN CAST(n_held AS VARCHAR) || ' 批次待处理，未计入' END,
        CASE WHEN n_without_firm > 0 THEN CAST(n_without_firm AS VARCHAR) || ' 批次企业不明，未计入' END
    ), '') AS note
FROM counted
ORDER BY ALL
