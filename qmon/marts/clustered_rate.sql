-- 聚类比率：one row is one rate of a year and task level with its makers as clusters: samples of one firm, and items of one sample, are alike
WITH clusters AS (
    SELECT
        maker.indicator,
        maker.period,
        maker.task_level,
        printing.rate_of,
        CAST(maker.n AS DOUBLE) AS n,
        CAST(IF(printing.rate_of = 'pass', maker.n_pass, maker.n_fail) AS DOUBLE) AS k
    FROM counted.maker
    INNER JOIN printing ON maker.indicator = printing.indicator AND printing.aggregation = 'pooled'
),

summed AS (
    SELECT
        indicator,
        period,
        task_level,
        sum(n) AS n,
        sum(k) AS k,
        sum(k) / sum(n) AS rate,
        count(*) AS n_clusters,
        sum(k * k) AS kk,
        sum(k * n) AS kn,
        sum(n * n) AS nn
    FROM clusters
    GROUP BY ALL
),

estimated AS (
    SELECT
        *,
        -- The ratio estimator's variance, clusters drawn with replacement (Cochran 1977, 11.7), by Taylor linearisation.
        CASE
            WHEN n_clusters > 1
                THEN sqrt(greatest(0, n_clusters / (n_clusters - 1) * (kk - 2 * rate * kn + rate * rate * nn)) / (n * n))
        END AS standard_error
    FROM summed
),

effective AS (
    SELECT
        *,
        n * standard_error ^ 2 / nullif(rate * (1 - rate), 0) AS design_effect
    FROM estimated
)

SELECT
    indicator,
    period,
    task_level,
    CAST(n AS BIGINT) AS n,
    n_clusters,
    rate,
    standard_error,
    design_effect,
    -- Never more than the units there are (Korn and Graubard 1998).
    n / greatest(1, design_effect) AS n_effective,
    wilson_low(k / greatest(1, design_effect), n / greatest(1, design_effect)) AS ci_low,
    wilson_high(k / greatest(1, design_effect), n / greatest(1, design_effect)) AS ci_high
FROM effective
ORDER BY ALL
