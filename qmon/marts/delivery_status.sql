-- 交付情况：one row is one delivery with what became of it and how many findings wait for an answer
SELECT
    delivery.source,
    delivery.file,
    delivery.received_at,
    delivery.delivery_status,
    delivery.n_records,
    delivery.n_exact_duplicates,
    delivery.n_quarantined,
    delivery.n_samples,
    delivery.n_results,
    delivery.newest_sampled_on,
    count(finding.finding_id) AS n_findings,
    count(finding.finding_id) FILTER (finding.finding_status = 'open' AND finding.acts_on IN ('sample', 'delivery')) AS n_open,
    delivery.delivery_id
FROM delivery
LEFT JOIN finding USING (delivery_id)
GROUP BY ALL
ORDER BY delivery.source, delivery.received_at, delivery.file
