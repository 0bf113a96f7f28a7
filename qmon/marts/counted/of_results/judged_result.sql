-- one row is one item of a source, strategy, track, category and year: its judged results, how many of them fail, and how they lie beside the limit
SELECT
    sample.source,
    sample.domain,
    sample.strategy,
    result.track,
    result.item_name,
    result.item_code,
    sample.category_code,
    strftime(coalesce(sample.sampled_on, sample.published_on), '%Y') AS period,
    count(*) AS n,
    -- What the result says beside the limit; where it does not say, what the laboratory said.
    count(*) FILTER (coalesce(result.item_verdict_derived, result.item_verdict) IN ('nonconforming', 'problem')) AS n_fail,
    count(*) FILTER (result.value_over_limit IS NOT NULL OR result.qualifier IN ('nd', 'not_detected')) AS n_beside_limit,
    count(*) FILTER (result.value_over_limit > 0.5) AS n_above_half
FROM result_current AS result
INNER JOIN sample_current AS sample USING (sample_id)
WHERE
    NOT sample.held
    AND sample.linked_sample_id IS NULL
    AND sample.verdict_reported IS DISTINCT FROM 'void'
    AND coalesce(result.item_verdict_derived, result.item_verdict) IN ('conforming', 'nonconforming', 'problem', 'not_judged')
GROUP BY ALL
