-- one row is one row of the table occurrence: the counts and bounds of a group, and the estimates that its censoring allows
SELECT
    estimated.source,
    estimated.domain,
    estimated.strategy,
    estimated.track,
    estimated.item_name,
    estimated.item_code,
    estimated.category_code,
    IF(estimated.category_code = 'ALL', 'ALL', category.category) AS category,
    estimated.period,
    estimated.unit,
    estimated.n,
    estimated.n_detected,
    estimated.n_detected / estimated.n AS rate,
    wilson_low(estimated.n_detected, estimated.n) AS ci_low,
    wilson_high(estimated.n_detected, estimated.n) AS ci_high,
    estimated.n_censored,
    estimated.n_censored / estimated.n AS share_censored,
    estimated.n_without_limit,
    estimated.mean_lower / estimated.shown_by AS mean_lower,
    -- An upper bound that leaves some results out would be none.
    IF(estimated.n_without_limit = 0, estimated.mean_middle / estimated.shown_by, NULL) AS mean_middle,
    IF(estimated.n_without_limit = 0, estimated.mean_upper / estimated.shown_by, NULL) AS mean_upper,
    estimated.maximum / estimated.shown_by AS maximum,
    estimated.method AS estimated_by,
    estimated.mean / estimated.shown_by AS mean_estimate,
    estimated.median / estimated.shown_by AS median,
    estimated.p95 / estimated.shown_by AS p95,
    estimated.p975 / estimated.shown_by AS p975
FROM estimated
LEFT JOIN category ON estimated.category_code = category.category_code
