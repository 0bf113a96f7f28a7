-- one row is one hazard class in a domain, year and task level: its failing items, and the samples that have them
SELECT
    sample.domain,
    strftime(coalesce(sample.sampled_on, sample.published_on), '%Y') AS period,
    sample.task_level,
    result.hazard_class,
    count(*) AS n,
    count(DISTINCT sample.sample_id) AS n_samples
FROM sample_current AS sample
INNER JOIN result_current AS result USING (sample_id)
WHERE
    NOT sample.held
    AND sample.linked_sample_id IS NULL
    AND sample.inspection_type IS DISTINCT FROM 'risk_monitoring'
    AND sample.verdict_reported IS DISTINCT FROM 'void'
    AND result.track = 'supervision'
    AND result.item_verdict = 'nonconforming'
GROUP BY ALL
