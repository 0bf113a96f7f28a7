-- one row is one rate beside that of an earlier period, its change in points with interval and word, and what the change is made of
WITH effects AS (
    SELECT
        pair_id,
        -- In order: a sum of doubles else depends on how the rows came.
        sum(rate_effect ORDER BY category_code) AS rate_effect,
        sum(mix_effect ORDER BY category_code) AS mix_effect,
        sum(coverage_effect ORDER BY category_code) AS coverage_effect
    FROM part
    GROUP BY ALL
),

judged AS (
    SELECT
        pair.*,
        tested.p_value,
        tested.p_adjusted,
        effects.rate_effect,
        effects.mix_effect,
        effects.coverage_effect,
        -- What the earlier rate was first published as, where it stands otherwise today.
        CASE
            WHEN restatement.n_first > 0
                THEN pair.compared_rate
                - IF(pair.rate_of = 'pass', restatement.n_first - restatement.n_fail_first, restatement.n_fail_first) / restatement.n_first
            ELSE 0
        END AS restatement_effect,
        -- Newcombe 1998, method 10, from the two score intervals.
        pair.difference - sqrt((pair.rate - pair.ci_low) ^ 2 + (pair.compared_high - pair.compared_rate) ^ 2) AS difference_low,
        pair.difference + sqrt((pair.ci_high - pair.rate) ^ 2 + (pair.compared_rate - pair.compared_low) ^ 2) AS difference_high
    FROM pair
    LEFT JOIN tested USING (pair_id)
    LEFT JOIN effects USING (pair_id)
    LEFT JOIN restatement
        ON
            pair.indicator = restatement.indicator
            AND pair.grouping = restatement.grouping
            AND pair.period_kind = restatement.period_kind
            AND pair.compared_period = restatement.period
            AND pair.region_code IS NOT DISTINCT FROM restatement.region_code
            AND pair.category_code IS NOT DISTINCT FROM restatement.category_code
            AND pair.stage IS NOT DISTINCT FROM restatement.stage
            AND pair.channel IS NOT DISTINCT FROM restatement.channel
            AND pair.producer_scale IS NOT DISTINCT FROM restatement.producer_scale
            AND pair.industry IS NOT DISTINCT FROM restatement.industry
            AND pair.task_level IS NOT DISTINCT FROM restatement.task_level
)

SELECT
    indicator,
    domain,
    grouping,
    period_kind,
    period,
    comparison,
    compared_period,
    region_code,
    region,
    category_code,
    category,
    stage,
    channel,
    producer_scale,
    industry,
    task_level,
    n,
    n_fail,
    rate,
    compared_n,
    compared_n_fail,
    compared_rate,
    IF(refused_for IS NULL, difference, NULL) AS difference,
    IF(refused_for IS NULL, difference_low, NULL) AS difference_low,
    IF(refused_for IS NULL, difference_high, NULL) AS difference_high,
    p_value,
    p_adjusted,
    CASE
        WHEN refused_for IS NOT NULL THEN NULL
        WHEN difference_low > 0 AND p_adjusted <= 0.05 THEN 'rise'
        WHEN difference_high < 0 AND p_adjusted <= 0.05 THEN 'fall'
        ELSE 'no_significant_change'
    END AS direction,
    rate_effect,
    mix_effect,
    coverage_effect,
    IF(refused_for IS NULL, restatement_effect, NULL) AS restatement_effect,
    refused_for,
    nullif(concat_ws(
        '；',
        CASE WHEN refused_for IS NULL AND least(n, compared_n) < 30 THEN '一方样本量小于30，仅供参考' END,
        CASE WHEN restatement_effect <> 0 THEN '对比期比率已更正，与首次公布数比较时另加更正影响' END
    ), '') AS note
FROM judged
