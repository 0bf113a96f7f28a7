-- one row is one category of one rate: its units, and those that the rate is the share of
SELECT
    category_code,
    sum(n) AS n,
    sum(IF($rate_of = 'pass', n_pass, n_fail)) AS k
FROM cells
WHERE
    indicator = $indicator
    AND CASE
        WHEN contains($period, 'Q') THEN left(period, 4) || '-Q' || CAST((CAST(right(period, 2) AS INTEGER) + 2) // 3 AS VARCHAR)
        ELSE left(period, length($period))
    END = $period
    AND ($region = 'ALL' OR region = $region)
    AND ($category = 'ALL' OR category = $category)
    AND ($stage = 'ALL' OR stage = $stage)
    AND ($channel = 'ALL' OR channel = $channel)
    AND ($producer_scale = 'ALL' OR producer_scale = $producer_scale)
    AND ($industry = 'ALL' OR industry = $industry)
    AND ($task_level = 'ALL' OR task_level IS NOT DISTINCT FROM $task_level)
GROUP BY ALL
HAVING sum(n) > 0
