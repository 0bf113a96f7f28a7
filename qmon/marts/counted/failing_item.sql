-- one row is one failing item under one code and hazard class in a domain: how many results of samples that stand
SELECT
    sample.domain,
    result.item_name,
    result.item_code,
    result.hazard_class,
    count(*) AS n
FROM sample_current AS sample
INNER JOIN result_current AS result USING (sample_id)
WHERE
    NOT sample.held
    AND sample.linked_sample_id IS NULL
    AND sample.verdict_reported IS DISTINCT FROM 'void'
    AND result.track = 'supervision'
    AND result.item_verdict = 'nonconforming'
GROUP BY ALL
