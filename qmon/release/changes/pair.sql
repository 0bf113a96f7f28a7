-- one row is one rate beside that of an earlier period: of the same period of the year before, or of the period right before
SELECT
    row_number() OVER () AS pair_id,
    now.indicator,
    now.grouping,
    now.period_kind,
    now.period,
    now.region_code,
    now.category_code,
    now.stage,
    now.channel,
    now.producer_scale,
    now.industry,
    now.task_level,
    kind.comparison,
    earlier.period AS compared_period,
    now.region,
    now.category,
    now.domain,
    now.rate_of,
    now.n,
    now.n_fail,
    now.rate,
    now.ci_low,
    now.ci_high,
    now.n_effective,
    now.strategies_counted,
    earlier.n AS compared_n,
    earlier.n_fail AS compared_n_fail,
    earlier.rate AS compared_rate,
    earlier.ci_low AS compared_low,
    earlier.ci_high AS compared_high,
    earlier.n_effective AS compared_n_effective,
    earlier.strategies_counted AS compared_strategies,
    now.rate - earlier.rate AS difference,
    designs(now.indicator, now.period_kind, now.period) AS designs,
    designs(now.indicator, earlier.period_kind, earlier.period) AS compared_designs
FROM rate AS now
CROSS JOIN (VALUES ('year_on_year'), ('period_on_period')) AS kind (comparison)
INNER JOIN rate AS earlier
    ON
        now.indicator = earlier.indicator
        AND now.grouping = earlier.grouping
        AND now.period_kind = earlier.period_kind
        AND earlier.period
        = CASE kind.comparison WHEN 'year_on_year' THEN year_before(now.period) ELSE period_before(now.period_kind, now.period) END
        AND now.region_code IS NOT DISTINCT FROM earlier.region_code
        AND now.category_code IS NOT DISTINCT FROM earlier.category_code
        AND now.stage IS NOT DISTINCT FROM earlier.stage
        AND now.channel IS NOT DISTINCT FROM earlier.channel
        AND now.producer_scale IS NOT DISTINCT FROM earlier.producer_scale
        AND now.industry IS NOT DISTINCT FROM earlier.industry
        AND now.task_level IS NOT DISTINCT FROM earlier.task_level
        -- A code of a place may have two names only where one is unknown.
        AND now.region IS NOT DISTINCT FROM earlier.region
        AND now.category IS NOT DISTINCT FROM earlier.category
WHERE now.rate IS NOT NULL AND earlier.rate IS NOT NULL AND NOT (now.period_kind = 'year' AND kind.comparison = 'period_on_period')
