-- one row is one number and the causes of its change, the commonest first: 复检1批次；补报3批次
WITH touched AS (
    SELECT
        changed.indicator,
        breakdown.grouping,
        breakdown.period_kind,
        period_in(changed.period, breakdown.period_kind) AS period,
        CASE WHEN breakdown.by_region THEN changed.region_code ELSE 'ALL' END AS region_code,
        CASE WHEN breakdown.by_category THEN changed.category_code ELSE 'ALL' END AS category_code,
        CASE WHEN breakdown.by_stage THEN changed.stage ELSE 'ALL' END AS stage,
        CASE WHEN breakdown.by_channel THEN changed.channel ELSE 'ALL' END AS channel,
        CASE WHEN breakdown.by_producer_scale THEN changed.producer_scale ELSE 'ALL' END AS producer_scale,
        CASE WHEN breakdown.by_industry THEN changed.industry ELSE 'ALL' END AS industry,
        CASE WHEN breakdown.by_task_level THEN changed.task_level ELSE 'ALL' END AS task_level,
        changed.cause,
        count(DISTINCT changed.sample_id) AS n_samples
    FROM changed
    INNER JOIN breakdown USING (indicator)
    GROUP BY ALL
)

SELECT
    indicator,
    grouping,
    period_kind,
    period,
    region_code,
    category_code,
    stage,
    channel,
    producer_scale,
    industry,
    task_level,
    string_agg(cause_label.label || CAST(n_samples AS VARCHAR) || '批次', '；' ORDER BY n_samples DESC, cause) AS causes
FROM touched
INNER JOIN cause_label USING (cause)
GROUP BY ALL
