-- one row is the pass rate of one month
SELECT
    left(抽样日期, 7) AS month,
    count(*) AS n,
    count(*) FILTER (fails) AS n_fail
FROM {{ ref('sample') }}
WHERE NOT coalesce(is_contradictory, false)
GROUP BY ALL
