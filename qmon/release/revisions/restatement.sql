-- one row is one number that is stated otherwise than when it was first published, in the words of its note
WITH stated AS (
    SELECT
        *,
        number_key(indicator, grouping, period_kind, period, region_code, category_code, stage, channel, producer_scale, industry, task_level) AS number_key
    FROM revision
),

ends AS (
    SELECT
        number_key,
        arg_min(n, stated_at) AS n_first,
        arg_min(n_pass, stated_at) AS n_pass_first,
        arg_min(n_fail, stated_at) AS n_fail_first,
        arg_min(rate, stated_at) AS rate_first,
        min(stated_at) AS first_stated_at,
        string_agg(causes, '；' ORDER BY stated_at) AS causes
    FROM stated
    GROUP BY ALL
),

last AS (
    SELECT *
    FROM stated
    QUALIFY row_number() OVER (PARTITION BY number_key ORDER BY stated_at DESC) = 1
),

rated AS (
    SELECT
        last.*,
        ends.* EXCLUDE (number_key, causes),
        ends.causes AS all_causes,
        printing.decimals,
        printing.rate_of,
        -- Of a problem rate the failing units are the share.
        CASE
            WHEN printing.aggregation <> 'pooled'
                THEN CAST(round(100 * last.rate, CAST(printing.decimals AS INTEGER)) AS DECIMAL(38, 15)) - CAST(round(100 * ends.rate_first, CAST(printing.decimals AS INTEGER)) AS DECIMAL(38, 15))
            WHEN printing.half_up
                THEN per_cent_half_up(IF(rate_of = 'pass', last.n_pass, last.n_fail), last.n, printing.decimals)
                - per_cent_half_up(IF(rate_of = 'pass', ends.n_pass_first, ends.n_fail_first), ends.n_first, printing.decimals)
            ELSE per_cent_half_even(IF(rate_of = 'pass', last.n_pass, last.n_fail), last.n, printing.decimals)
                - per_cent_half_even(IF(rate_of = 'pass', ends.n_pass_first, ends.n_fail_first), ends.n_first, printing.decimals)
        END AS points
    FROM last
    INNER JOIN ends USING (number_key)
    INNER JOIN printing USING (indicator)
    WHERE last.n <> ends.n_first OR last.n_fail <> ends.n_fail_first OR abs(last.rate - ends.rate_first) > 1e-12
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
    first_stated_at,
    stated_at,
    n_first,
    n_fail_first,
    n,
    n_fail,
    points,
    '较首次发布' || CASE
        WHEN points IS NULL THEN '检验数由' || CAST(n_first AS VARCHAR) || '改为' || CAST(n AS VARCHAR)
        WHEN points = 0 THEN IF(rate_of = 'pass', '合格率', '问题率') || '未变，检验数由' || CAST(n_first AS VARCHAR) || '改为' || CAST(n AS VARCHAR)
        ELSE
            CASE WHEN points > 0 THEN '上调' ELSE '下调' END
            || printf('%.' || CAST(decimals AS VARCHAR) || 'f', CAST(abs(points) AS DOUBLE)) || '个百分点'
    END || '：' || all_causes AS note
FROM rated
