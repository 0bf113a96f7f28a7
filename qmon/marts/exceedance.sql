-- 超限情况：one row is one item of a source, strategy and track, in a category or all of them and a year or all of them: how many results are over the limit, and how many above half of it
WITH judged AS (
    SELECT
        sample.source,
        sample.domain,
        sample.strategy,
        result.track,
        result.item_name,
        result.item_code,
        sample.category_code,
        strftime(coalesce(sample.sampled_on, sample.published_on), '%Y') AS period,
        -- What the result says beside the limit; where it does not say, what the laboratory said.
        coalesce(result.item_verdict_derived, result.item_verdict) AS item_verdict,
        result.value_over_limit,
        result.qualifier IN ('nd', 'not_detected') AS none_found
    FROM result_current AS result
    INNER JOIN sample_current AS sample USING (sample_id)
    WHERE
        NOT sample.held
        AND sample.linked_sample_id IS NULL
        AND sample.verdict_reported IS DISTINCT FROM 'void'
        AND coalesce(result.item_verdict_derived, result.item_verdict) IN ('conforming', 'nonconforming', 'problem', 'not_judged')
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
        count(*) AS n,
        count(*) FILTER (item_verdict IN ('nonconforming', 'problem')) AS n_fail,
        count(*) FILTER (value_over_limit IS NOT NULL OR none_found) AS n_beside_limit,
        count(*) FILTER (value_over_limit > 0.5) AS n_above_half
    FROM judged
    GROUP BY
        GROUPING SETS (
            (source, domain, strategy, track, item_name),
            (source, domain, strategy, track, item_name, period),
            (source, domain, strategy, track, item_name, category_code),
            (source, domain, strategy, track, item_name, category_code, period)
        )
)

SELECT
    grouped.source,
    grouped.domain,
    grouped.strategy,
    grouped.track,
    grouped.item_name,
    grouped.item_code,
    grouped.category_code,
    IF(grouped.category_code = 'ALL', 'ALL', category.category) AS category,
    grouped.period,
    grouped.n,
    grouped.n_fail,
    grouped.n_fail / grouped.n AS rate,
    wilson_low(grouped.n_fail, grouped.n) AS ci_low,
    wilson_high(grouped.n_fail, grouped.n) AS ci_high,
    grouped.n_beside_limit,
    grouped.n_above_half,
    grouped.n_above_half / nullif(grouped.n_beside_limit, 0) AS share_above_half
FROM grouped
LEFT JOIN category ON grouped.category_code = category.category_code
ORDER BY ALL
