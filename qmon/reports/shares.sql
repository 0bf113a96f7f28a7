-- one row is one hazard class of failing items of the newest ended year of a domain, or of all of them
SELECT
    period,
    task_level,
    hazard_class,
    hazard,
    n_failing_items,
    n_all_failing_items,
    n_failing_samples,
    share
FROM hazard_share
WHERE domain = $domain AND period_end('year', period) < $today AND task_level IS NOT NULL
QUALIFY period = max(period) OVER ()
ORDER BY task_level, share DESC, hazard_class
