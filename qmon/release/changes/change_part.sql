-- one row is one category in one comparison, and what it adds to the change
SELECT
    pair.indicator,
    pair.grouping,
    pair.period_kind,
    pair.period,
    pair.comparison,
    pair.compared_period,
    pair.region_code,
    pair.stage,
    pair.channel,
    pair.producer_scale,
    pair.industry,
    pair.task_level,
    part.category_code,
    part.category,
    part.n,
    part.rate,
    part.compared_n,
    part.compared_rate,
    part.rate_effect,
    part.mix_effect,
    part.coverage_effect
FROM part
INNER JOIN pair USING (pair_id)
