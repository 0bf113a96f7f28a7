-- one row is one number of an ended period that this release states first, or otherwise than the releases before it
WITH now AS (
    SELECT
        *,
        number_key(indicator, grouping, period_kind, period, region_code, category_code, stage, channel, producer_scale, industry, task_level) AS number_key
    FROM rate
    WHERE period_end(period_kind, period) < $today
),

was AS (
    SELECT
        *,
        number_key(indicator, grouping, period_kind, period, region_code, category_code, stage, channel, producer_scale, industry, task_level) AS number_key
    FROM revision_before
    QUALIFY row_number() OVER (PARTITION BY number_key ORDER BY stated_at DESC) = 1
),

cause AS (
    SELECT
        number_key(indicator, grouping, period_kind, period, region_code, category_code, stage, channel, producer_scale, industry, task_level) AS number_key,
        causes
    FROM causes
)

SELECT
    coalesce(now.indicator, was.indicator) AS indicator,
    coalesce(now.grouping, was.grouping) AS grouping,
    coalesce(now.period_kind, was.period_kind) AS period_kind,
    coalesce(now.period, was.period) AS period,
    coalesce(now.region_code, was.region_code) AS region_code,
    coalesce(now.category_code, was.category_code) AS category_code,
    coalesce(now.stage, was.stage) AS stage,
    coalesce(now.channel, was.channel) AS channel,
    coalesce(now.producer_scale, was.producer_scale) AS producer_scale,
    coalesce(now.industry, was.industry) AS industry,
    coalesce(now.task_level, was.task_level) AS task_level,
    $stated_at AS stated_at,
    coalesce(now.n, 0) AS n,
    coalesce(now.n_pass, 0) AS n_pass,
    coalesce(now.n_fail, 0) AS n_fail,
    now.rate AS rate,
    was.n AS n_before,
    was.n_fail AS n_fail_before,
    CASE WHEN was.number_key IS NOT NULL THEN coalesce(cause.causes, IF(now.n = was.n AND now.n_fail = was.n_fail, '权重更新', '原因不详')) END AS causes
FROM now
FULL JOIN was ON now.number_key = was.number_key
LEFT JOIN cause ON coalesce(now.number_key, was.number_key) = cause.number_key
WHERE was.number_key IS NULL OR coalesce(now.n, 0) <> was.n OR coalesce(now.n_fail, 0) <> was.n_fail
    -- A weighted rate moves with its weights, too.
    OR abs(now.rate - was.rate) > 1e-12
