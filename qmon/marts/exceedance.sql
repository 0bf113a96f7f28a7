-- 超限情况：one row is one item of a source, strategy and track, in a category or all of them and a year or all of them: how many results are over the limit, and how many above half of it
WITH grouped AS (
    SELECT
        source,
        domain,
        strategy,
        track,
        item_name,
        min(item_code) AS item_code,
        IF(grouping(category_code) = 1, 'ALL', category_code) AS category_code,
        IF(grouping(period) = 1, 'ALL', period) AS period,
        CAST(sum(n) AS BIGINT) AS n,
        CAST(sum(n_fail) AS BIGINT) AS n_fail,
        CAST(sum(n_beside_limit) AS BIGINT) AS n_beside_limit,
        CAST(sum(n_above_half) AS BIGINT) AS n_above_half
    FROM counted.judged_result
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
