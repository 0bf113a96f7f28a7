-- one row is one item of a source, strategy and track, in a category or all of them, a year or all of them, and one dimension of units
WITH measured AS (
    SELECT
        measurement.*,
        coalesce(known_unit.dimension, measurement.unit) AS dimension,
        coalesce(known_unit.factor, 1) AS factor
    FROM measurement
    LEFT JOIN known_unit ON measurement.unit = known_unit.unit
),

grouped AS (
    SELECT
        source,
        domain,
        strategy,
        track,
        item_name,
        any_value(item_code) AS item_code,
        IF(grouping(category_code) = 1, 'ALL', category_code) AS category_code,
        IF(grouping(period) = 1, 'ALL', period) AS period,
        mode(unit ORDER BY unit) AS unit,
        count(*) AS n,
        count(*) FILTER (qualifier IN ('=', 'nq')) AS n_detected,
        count(*) FILTER (censored) AS n_censored,
        count(*) FILTER (upper_bound IS NULL) AS n_without_limit,
        -- In order: a sum of doubles else depends on how the rows came.
        avg(lower_bound * factor ORDER BY lower_bound * factor) AS mean_lower,
        avg(middle_bound * factor ORDER BY middle_bound * factor) AS mean_middle,
        avg(upper_bound * factor ORDER BY upper_bound * factor) AS mean_upper,
        max(lower_bound * factor) FILTER (NOT censored) AS maximum,
        list(lower_bound * factor ORDER BY lower_bound * factor) FILTER (NOT censored) AS measured_values,
        list(upper_bound * factor ORDER BY upper_bound * factor) FILTER (censored) AS censoring_limits
    FROM measured
    GROUP BY
        GROUPING SETS (
            (source, domain, strategy, track, item_name, dimension),
            (source, domain, strategy, track, item_name, dimension, period),
            (source, domain, strategy, track, item_name, dimension, category_code),
            (source, domain, strategy, track, item_name, dimension, category_code, period)
        )
)

SELECT
    grouped.*,
    coalesce(known_unit.factor, 1) AS shown_by
FROM grouped
LEFT JOIN known_unit ON grouped.unit = known_unit.unit
ORDER BY ALL
