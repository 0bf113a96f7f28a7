-- one row is one rate in which samples of the delivery count or are held: how many of them, and the rate as it is published
SELECT
    pass_rate.indicator,
    pass_rate.grouping,
    pass_rate.period_kind,
    pass_rate.period,
    pass_rate.region,
    pass_rate.category,
    pass_rate.stage,
    pass_rate.channel,
    pass_rate.task_level,
    impact.n AS delivered_n,
    impact.n_fail AS delivered_n_fail,
    impact.n_held AS delivered_n_held,
    pass_rate.n,
    pass_rate.n_fail,
    pass_rate.n_held,
    pass_rate.rate
FROM impact
INNER JOIN pass_rate
    ON
        impact.indicator = pass_rate.indicator
        AND impact.grouping = pass_rate.grouping
        AND impact.period_kind = pass_rate.period_kind
        AND impact.period IS NOT DISTINCT FROM pass_rate.period
        AND impact.region_code IS NOT DISTINCT FROM pass_rate.region_code
        AND impact.region IS NOT DISTINCT FROM pass_rate.region
        AND impact.category_code IS NOT DISTINCT FROM pass_rate.category_code
        AND impact.category IS NOT DISTINCT FROM pass_rate.category
        AND impact.stage IS NOT DISTINCT FROM pass_rate.stage
        AND impact.channel IS NOT DISTINCT FROM pass_rate.channel
        AND impact.task_level IS NOT DISTINCT FROM pass_rate.task_level
WHERE impact.delivery_id = $delivery_id
ORDER BY
    pass_rate.indicator,
    pass_rate.grouping <> 'total',
    pass_rate.grouping,
    CASE pass_rate.period_kind WHEN 'year' THEN 0 WHEN 'quarter' THEN 1 ELSE 2 END,
    pass_rate.period,
    pass_rate.task_level,
    pass_rate.region,
    pass_rate.category,
    pass_rate.stage,
    pass_rate.channel
