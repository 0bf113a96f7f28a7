-- one row is one rate in which samples of the delivery count or are held: how many of them, and the rate as it is published
SELECT
    rate.indicator,
    rate.grouping,
    rate.period_kind,
    rate.period,
    rate.region,
    rate.category,
    rate.stage,
    rate.channel,
    rate.producer_scale,
    rate.industry,
    rate.task_level,
    impact.n AS delivered_n,
    impact.n_fail AS delivered_n_fail,
    impact.n_held AS delivered_n_held,
    rate.n,
    rate.n_fail,
    rate.n_held,
    rate.rate
FROM impact
INNER JOIN rate
    ON
        impact.indicator = rate.indicator
        AND impact.grouping = rate.grouping
        AND impact.period_kind = rate.period_kind
        AND impact.period IS NOT DISTINCT FROM rate.period
        AND impact.region_code IS NOT DISTINCT FROM rate.region_code
        AND impact.region IS NOT DISTINCT FROM rate.region
        AND impact.category_code IS NOT DISTINCT FROM rate.category_code
        AND impact.category IS NOT DISTINCT FROM rate.category
        AND impact.stage IS NOT DISTINCT FROM rate.stage
        AND impact.channel IS NOT DISTINCT FROM rate.channel
        AND impact.producer_scale IS NOT DISTINCT FROM rate.producer_scale
        AND impact.industry IS NOT DISTINCT FROM rate.industry
        AND impact.task_level IS NOT DISTINCT FROM rate.task_level
WHERE impact.delivery_id = $delivery_id
ORDER BY
    rate.indicator,
    rate.grouping <> 'total',
    rate.grouping,
    CASE rate.period_kind WHEN 'year' THEN 0 WHEN 'quarter' THEN 1 ELSE 2 END,
    rate.period,
    rate.task_level,
    rate.region,
    rate.category,
    rate.stage,
    rate.channel,
    rate.producer_scale,
    rate.industry
