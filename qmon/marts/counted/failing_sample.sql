-- one row is one domain, year, task level and category: how many samples failed by an item
SELECT
    sample.domain,
    strftime(coalesce(sample.sampled_on, sample.published_on), '%Y') AS period,
    sample.task_level,
    sample.category_code,
    count(DISTINCT sample.sample_id) AS n
FROM sample_current AS sample
INNER JOIN result_current AS result USING (sample_id)
WHERE
    NOT sample.held
    AND sample.linked_sample_id IS NULL
    AND sample.verdict_reported IS DISTINCT FROM 'void'
    AND result.track = 'supervision'
    AND result.item_verdict = 'nonconforming'
GROUP BY ALL
