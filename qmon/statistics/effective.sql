-- Units of a simple random sample that would give the interval of n units in clusters (the items, or specimens, of one sample), n_fail of
-- them failing; from the sums over clusters of n * n, n * n_fail and n_fail * n_fail (docs/domain.md, units that are alike).
CREATE MACRO clusters_of(n, sum_n_n) AS n * 1e0 * n / sum_n_n;

CREATE MACRO variance_in_clusters(n, n_fail, sum_n_n, sum_n_fail, sum_fail_fail) AS
clusters_of(n, sum_n_n) / (clusters_of(n, sum_n_n) - 1e0)
* greatest(0e0, sum_fail_fail - 2e0 * n_fail / n * sum_n_fail + (n_fail * 1e0 / n) ^ 2 * sum_n_n) / (n * 1e0 * n);

CREATE MACRO effective_units(n, n_fail, sum_n_n, sum_n_fail, sum_fail_fail) AS
CASE
    WHEN n = 0 THEN 0e0
    WHEN n = sum_n_n THEN n * 1e0
    -- Where nothing varies, or there is one cluster, how alike its units are cannot be seen: each cluster counts as one unit.
    WHEN n_fail = 0 OR n_fail = n OR clusters_of(n, sum_n_n) <= 1e0 + 1e-9 THEN clusters_of(n, sum_n_n)
    ELSE least(n * 1e0, n_fail * 1e0 / n * (1e0 - n_fail * 1e0 / n) / nullif(variance_in_clusters(n, n_fail, sum_n_n, sum_n_fail, sum_fail_fail), 0e0))
END;
