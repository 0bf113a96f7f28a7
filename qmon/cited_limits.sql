-- one row is one limit as delivered for an item of a product on a day, and how many results cite it; the newest state of the release
SELECT
    result.item_name,
    result.item_code,
    result.basis,
    result.limit_text,
    result.limit_operator,
    result.limit_low,
    result.limit_high,
    result.limit_unit,
    result.limit_basis,
    result.limit_reason,
    result.plan_n,
    result.plan_c,
    result.plan_m,
    result.plan_upper_m,
    sample.product,
    coalesce(sample.produced_on, sample.sampled_on) AS day,
    count(*) AS n_results
FROM result_current AS result
INNER JOIN sample_current AS sample USING (sample_id)
WHERE result.limit_operator IS NOT NULL AND result.limit_operator <> 'qualitative'
GROUP BY ALL
ORDER BY ALL
