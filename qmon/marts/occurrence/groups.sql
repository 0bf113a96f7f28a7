-- one row is one item of a source, strategy and track, in a category or all of them, a year or all of them, and one dimension of units
WITH grouped AS (
    SELECT
        source,
        domain,
        strategy,
        track,
        item_name,
        dimension,
        min(item_code) AS item_code,
        IF(grouping(category_code) = 1, 'ALL', category_code) AS category_code,
        IF(grouping(period) = 1, 'ALL', period) AS period,
        CAST(sum(n) AS BIGINT) AS n,
        CAST(coalesce(sum(n) FILTER (detected), 0) AS BIGINT) AS n_detected,
        CAST(coalesce(sum(n) FILTER (censored), 0) AS BIGINT) AS n_censored,
        CAST(coalesce(sum(n) FILTER (high IS NULL), 0) AS BIGINT) AS n_without_limit,
        -- In order: a sum of doubles else depends on how the rows came.
        sum(low * n ORDER BY low, n) / sum(n) AS mean_lower,
        sum(middle * n ORDER BY middle, n) / sum(n) AS mean_middle,
        sum(high * n ORDER BY high, n) / sum(n) AS mean_upper,
        max(low) FILTER (NOT censored) AS maximum,
        list(low ORDER BY low, n) FILTER (NOT censored) AS measured_numbers,
        list(n ORDER BY low, n) FILTER (NOT censored) AS measured_times,
        list(high ORDER BY high, n) FILTER (censored AND high IS NOT NULL) AS censoring_numbers,
        list(n ORDER BY high, n) FILTER (censored AND high IS NOT NULL) AS censoring_times
    FROM counted.measured_result
    GROUP BY
        GROUPING SETS (
            (source, domain, strategy, track, item_name, dimension),
            (source, domain, strategy, track, item_name, dimension, period),
            (source, domain, strategy, track, item_name, dimension, category_code),
            (source, domain, strategy, track, item_name, dimension, category_code, period)
        )
),

counted_units AS (
    SELECT
        source,
        strategy,
        track,
        item_name,
        dimension,
        unit,
        IF(grouping(category_code) = 1, 'ALL', category_code) AS category_code,
        IF(grouping(period) = 1, 'ALL', period) AS period,
        sum(n) AS n
    FROM counted.measured_result
    GROUP BY
        GROUPING SETS (
            (source, strategy, track, item_name, dimension, unit),
            (source, strategy, track, item_name, dimension, unit, period),
            (source, strategy, track, item_name, dimension, unit, category_code),
            (source, strategy, track, item_name, dimension, unit, category_code, period)
        )
),

-- The unit that most results have.
shown AS (
    SELECT
        source,
        strategy,
        track,
        item_name,
        dimension,
        category_code,
        period,
        first(unit ORDER BY n DESC, unit) AS unit
    FROM counted_units
    GROUP BY ALL
)

SELECT
    grouped.* EXCLUDE (dimension),
    shown.unit,
    coalesce(known_unit.factor, 1) AS shown_by
FROM grouped
INNER JOIN shown
    ON
        grouped.source = shown.source
        AND grouped.track = shown.track
        AND grouped.item_name = shown.item_name
        AND grouped.dimension = shown.dimension
        AND grouped.strategy IS NOT DISTINCT FROM shown.strategy
        AND grouped.category_code IS NOT DISTINCT FROM shown.category_code
        AND grouped.period IS NOT DISTINCT FROM shown.period
LEFT JOIN known_unit ON shown.unit = known_unit.unit
ORDER BY ALL
