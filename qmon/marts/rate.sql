-- 比率：one row is one rate of an indicator for a period and a grouping; a dimension that is summed over is ALL, an unknown one is empty
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
        CASE WHEN breakdown.by_producer_scale THEN cells.producer_scale ELSE 'ALL' END AS producer_scale,
        CASE WHEN breakdown.by_industry THEN cells.industry ELSE 'ALL' END AS industry,
        CASE WHEN breakdown.by_task_level THEN cells.task_level ELSE 'ALL' END AS task_level,
        breakdown.counts_firms,
        cells.unit_key,
        list(DISTINCT cells.strategy) FILTER (cells.n > 0) AS strategies,
        sum(cells.n) AS n,
        sum(cells.n_fail) AS n_fail,
        sum(cells.n_held) AS n_held,
        sum(cells.sum_n_n) AS sum_n_n,
        sum(cells.sum_n_fail) AS sum_n_fail,
        sum(cells.sum_fail_fail) AS sum_fail_fail
    FROM cells
    INNER JOIN breakdown USING (indicator)
    GROUP BY ALL
),

counted AS (
    SELECT
        * EXCLUDE (unit_key, counts_firms, strategies, n, n_fail, n_held, sum_n_n, sum_n_fail, sum_fail_fail),
        array_to_string(list_sort(list_distinct(flatten(list(strategies)))), '+') AS strategies_counted,
        -- A firm counts once, and passes when none of its samples of the period fails.
        CAST(CASE WHEN any_value(counts_firms) THEN count(*) FILTER (n > 0 AND unit_key IS NOT NULL) ELSE sum(n) END AS BIGINT) AS n,
        CAST(CASE WHEN any_value(counts_firms) THEN count(*) FILTER (n_fail > 0 AND unit_key IS NOT NULL) ELSE sum(n_fail) END AS BIGINT) AS n_fail,
        CAST(sum(n_held) AS BIGINT) AS n_held,
        CAST(sum(n) FILTER (counts_firms AND unit_key IS NULL) AS BIGINT) AS n_without_firm,
        effective_units(sum(n), sum(n_fail), sum(sum_n_n), sum(sum_n_fail), sum(sum_fail_fail)) AS n_as_clusters
    FROM units
    GROUP BY ALL
),

-- The rate of a year that is the mean of its rounds: one row is one such rate. The variance of a mean of R rates is that of one rate of
-- n_effective units, R ^ 2 over the sum of 1 / n (docs/domain.md, weighted rates).
means AS (
    SELECT
        counted.* EXCLUDE (period_kind, period, strategies_counted, n, n_fail, n_held, n_without_firm, n_as_clusters),
        'year' AS period_kind,
        left(counted.period, 4) AS period,
        count(*) AS n_rounds,
        avg((counted.n - counted.n_fail) / counted.n ORDER BY counted.period) AS share_passing,
        count(*) ^ 2 / sum(1 / counted.n ORDER BY counted.period) AS n_effective
    FROM counted
    INNER JOIN printing ON counted.indicator = printing.indicator AND printing.aggregation = 'mean_of_rounds'
    WHERE counted.period_kind = 'quarter' AND counted.n > 0 AND counted.period IS NOT NULL
    GROUP BY ALL
),

rated AS (
    SELECT
        counted.* EXCLUDE (n_as_clusters),
        printing.rate_of,
        printing.aggregation,
        means.n_rounds,
        weighted.covered,
        means.n_rounds IS NULL AND printing.aggregation <> 'weighted' AS is_share,
        CASE
            WHEN printing.aggregation = 'weighted' THEN weighted.n_effective
            WHEN printing.is_clustered THEN counted.n_as_clusters
            ELSE coalesce(means.n_effective, counted.n)
        END AS n_effective,
        CASE
            WHEN printing.aggregation = 'weighted' THEN weighted.share_passing
            ELSE coalesce(means.share_passing, (counted.n - counted.n_fail) / nullif(counted.n, 0))
        END AS share_passing
    FROM counted
    INNER JOIN printing USING (indicator)
    LEFT JOIN weighted
        ON
            counted.indicator = weighted.indicator
            AND counted.grouping = weighted.grouping
            AND counted.period_kind = weighted.period_kind
            AND counted.period = weighted.period
            AND counted.region_code = weighted.region_code
            AND counted.industry = weighted.industry
    LEFT JOIN means
        ON
            counted.indicator = means.indicator
            AND counted.grouping = means.grouping
            AND counted.period_kind = means.period_kind
            AND counted.period = means.period
            AND counted.region_code IS NOT DISTINCT FROM means.region_code
            AND counted.region IS NOT DISTINCT FROM means.region
            AND counted.category_code IS NOT DISTINCT FROM means.category_code
            AND counted.category IS NOT DISTINCT FROM means.category
            AND counted.stage IS NOT DISTINCT FROM means.stage
            AND counted.channel IS NOT DISTINCT FROM means.channel
            AND counted.producer_scale IS NOT DISTINCT FROM means.producer_scale
            AND counted.industry IS NOT DISTINCT FROM means.industry
            AND counted.task_level IS NOT DISTINCT FROM means.task_level
),

shared AS (
    SELECT
        *,
        CASE WHEN rate_of = 'pass' THEN share_passing ELSE 1 - share_passing END AS share,
        CASE WHEN rate_of = 'pass' THEN n - n_fail ELSE n_fail END AS k,
        -- Exact at the ends, where a product of doubles need not be.
        CASE
            WHEN is_share AND n_effective = n THEN k
            WHEN share = 1 THEN n_effective
            ELSE share * n_effective
        END AS k_effective
    FROM rated
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
    producer_scale,
    industry,
    task_level,
    strategies_counted,
    rate_of,
    n,
    n - n_fail AS n_pass,
    n_fail,
    n_held,
    n_rounds,
    CASE WHEN n > 0 THEN n_effective END AS n_effective,
    CASE WHEN is_share THEN k / nullif(n, 0) ELSE share END AS rate,
    wilson_low(k_effective, n_effective) AS ci_low,
    wilson_high(k_effective, n_effective) AS ci_high,
    nullif(concat_ws(
        '；',
        CASE WHEN period IS NULL THEN '日期不明' END,
        CASE WHEN n = 0 THEN '没有可计入的单位，不计算比率' WHEN n < 30 THEN '样本量小于30，仅供参考' END,
        CASE
            WHEN aggregation = 'weighted' AND covered IS NULL THEN '没有产值权重，不计算加权合格率'
            WHEN covered < 1 THEN printf('有样本的产值占%.1f%%', 100 * covered)
        END,
        CASE WHEN n_rounds > 1 THEN CAST(n_rounds AS VARCHAR) || '轮监测合格率平均' END,
        CASE WHEN n_held > 0 THEN CAST(n_held AS VARCHAR) || ' 批次待处理，未计入' END,
        CASE WHEN n_without_firm > 0 THEN CAST(n_without_firm AS VARCHAR) || ' 批次企业不明，未计入' END
    ), '') AS note
FROM shared
ORDER BY ALL
