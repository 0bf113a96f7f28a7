-- one row is one rate whose passing and failing units are not its n, or that is no fraction inside its interval
SELECT
    indicator,
    grouping,
    period,
    n,
    n_pass,
    n_fail
FROM rate
WHERE
    n <> n_pass + n_fail
    OR n_pass < 0
    OR n_fail < 0
    OR rate < ci_low - 1e-12
    OR rate > ci_high + 1e-12
    OR (n = 0 AND rate IS NOT NULL)
    -- A weighted rate has none where no output value weighs it.
    OR (n > 0 AND rate IS NULL AND note NOT LIKE '%权重%')
LIMIT 1
