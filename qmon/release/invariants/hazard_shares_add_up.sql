-- one row is one domain, year and task level whose shares of hazard classes are not a whole
SELECT
    domain,
    period,
    task_level,
    sum(share) AS share
FROM hazard_share
GROUP BY ALL
HAVING abs(sum(share) - 1) > 1e-9 OR sum(n_failing_items) <> any_value(n_all_failing_items)
LIMIT 1
