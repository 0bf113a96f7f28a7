-- the key of a number, unknown dimensions included, as one text
CREATE TEMP MACRO number_key(indicator, grouping, period_kind, period, region_code, category_code, stage, channel, producer_scale, industry, task_level) AS concat_ws(
    '|', indicator, grouping, period_kind, period,
    coalesce(region_code, '?'), coalesce(category_code, '?'), coalesce(stage, '?'), coalesce(channel, '?'), coalesce(producer_scale, '?'), coalesce(industry, '?'), coalesce(task_level, '?')
);
