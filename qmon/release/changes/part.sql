-- one row is one category in one comparison: what its own rate, its share of the units, and its coming or going add to the change
WITH counted AS (
    SELECT
        cells.indicator,
        breakdown.grouping,
        breakdown.period_kind,
        period_in(cells.period, breakdown.period_kind) AS period,
        CASE WHEN breakdown.by_region THEN cells.region_code ELSE 'ALL' END AS region_code,
        CASE WHEN breakdown.by_stage THEN cells.stage ELSE 'ALL' END AS stage,
        CASE WHEN breakdown.by_channel THEN cells.channel ELSE 'ALL' END AS channel,
        CASE WHEN breakdown.by_producer_scale THEN cells.producer_scale ELSE 'ALL' END AS producer_scale,
        CASE WHEN breakdown.by_industry THEN cells.industry ELSE 'ALL' END AS industry,
        CASE WHEN breakdown.by_task_level THEN cells.task_level ELSE 'ALL' END AS task_level,
        cells.category_code,
        cells.category,
        CAST(sum(cells.n) AS DOUBLE) AS n,
        CAST(sum(IF(printing.rate_of = 'pass', cells.n_pass, cells.n_fail)) AS DOUBLE) AS k
    FROM cells
    INNER JOIN breakdown USING (indicator)
    INNER JOIN printing USING (indicator)
    WHERE NOT breakdown.by_category AND NOT breakdown.counts_firms AND printing.aggregation = 'pooled'
    GROUP BY ALL
    HAVING sum(cells.n) > 0
),

-- One row for each category of either side.
sides AS (
    SELECT
        pair.pair_id,
        counted.category_code,
        counted.category,
        sum(counted.n) FILTER (counted.period = pair.period) AS n,
        sum(counted.k) FILTER (counted.period = pair.period) AS k,
        sum(counted.n) FILTER (counted.period = pair.compared_period) AS compared_n,
        sum(counted.k) FILTER (counted.period = pair.compared_period) AS compared_k
    FROM pair
    INNER JOIN counted
        ON
            pair.indicator = counted.indicator
            AND pair.grouping = counted.grouping
            AND pair.period_kind = counted.period_kind
            AND counted.period IN (pair.period, pair.compared_period)
            AND pair.region_code IS NOT DISTINCT FROM counted.region_code
            AND pair.stage IS NOT DISTINCT FROM counted.stage
            AND pair.channel IS NOT DISTINCT FROM counted.channel
            AND pair.producer_scale IS NOT DISTINCT FROM counted.producer_scale
            AND pair.industry IS NOT DISTINCT FROM counted.industry
            AND pair.task_level IS NOT DISTINCT FROM counted.task_level
    WHERE pair.refused_for IS NULL
    GROUP BY ALL
),

shared AS (
    SELECT
        *,
        n IS NOT NULL AND compared_n IS NOT NULL AS common,
        k / n AS rate,
        compared_k / compared_n AS compared_rate,
        -- Shares among the categories of both periods, and among all of the own one.
        n / sum(n) FILTER (compared_n IS NOT NULL) OVER side AS weight,
        compared_n / sum(compared_n) FILTER (n IS NOT NULL) OVER side AS compared_weight,
        sum(k) FILTER (compared_n IS NOT NULL) OVER side / sum(n) FILTER (compared_n IS NOT NULL) OVER side AS common_rate,
        sum(compared_k) FILTER (n IS NOT NULL) OVER side / sum(compared_n) FILTER (n IS NOT NULL) OVER side AS compared_common_rate,
        n / sum(n) OVER side AS whole_weight,
        compared_n / sum(compared_n) OVER side AS compared_whole_weight
    FROM sides
    WINDOW side AS (PARTITION BY pair_id)
)

SELECT
    pair_id,
    category_code,
    category,
    CAST(coalesce(n, 0) AS BIGINT) AS n,
    rate,
    CAST(coalesce(compared_n, 0) AS BIGINT) AS compared_n,
    compared_rate,
    -- Kitagawa 1955 over the categories of both periods, each share's change weighed by the category's distance from the rate of them all;
    -- a category of one period alone moves the rate by its distance from the others.
    IF(common, (weight + compared_weight) / 2 * (rate - compared_rate), 0) AS rate_effect,
    IF(common, (rate + compared_rate - common_rate - compared_common_rate) / 2 * (weight - compared_weight), 0) AS mix_effect,
    CASE
        WHEN common THEN 0
        WHEN compared_n IS NULL THEN whole_weight * (rate - coalesce(common_rate, 0))
        ELSE -compared_whole_weight * (compared_rate - coalesce(compared_common_rate, 0))
    END AS coverage_effect
FROM shared
