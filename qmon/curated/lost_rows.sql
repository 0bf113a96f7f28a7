-- one row is one delivery of whose samples or results the history holds fewer or more than it says, and how many
SELECT
    delivered.delivery_id,
    delivered.file,
    coalesce(delivered.n_samples, 0) AS n_samples_said,
    coalesce(samples.n, 0) AS n_samples,
    coalesce(delivered.n_results, 0) AS n_results_said,
    coalesce(results.n, 0) AS n_results
FROM delivered
LEFT JOIN (SELECT delivery_id, count(*) AS n FROM curated_sample GROUP BY ALL) AS samples USING (delivery_id)
LEFT JOIN (SELECT delivery_id, count(*) AS n FROM curated_result GROUP BY ALL) AS results USING (delivery_id)
WHERE
    delivered.delivery_status IN ('accepted', 'held')
    AND (n_samples_said <> coalesce(samples.n, 0) OR n_results_said <> coalesce(results.n, 0))
ORDER BY ALL
