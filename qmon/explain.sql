-- one row is one sample counted in (or held out of) one rate, failing ones first
WITH members AS (
    SELECT
        *,
        CASE
            WHEN contains($period, 'Q') THEN left(period, 4) || '-Q' || CAST((CAST(right(period, 2) AS INTEGER) + 2) // 3 AS VARCHAR)
            ELSE left(period, length($period))
        END AS asked_period
    FROM (/*members*/)
)

SELECT
    members.sample_id,
    members.unit_key,
    members.passes,
    members.fails,
    members.held,
    members.delivery_id,
    delivery.file,
    members.sheet,
    members.row_no
FROM members
INNER JOIN delivery USING (delivery_id)
WHERE
    members.asked_period = $period
    AND (passes OR fails OR held)
    AND ($region = 'ALL' OR members.region = $region)
    AND ($category = 'ALL' OR members.category = $category)
    AND ($stage = 'ALL' OR members.stage = $stage)
    AND ($channel = 'ALL' OR members.channel = $channel)
    AND ($task_level = 'ALL' OR members.task_level IS NOT DISTINCT FROM $task_level)
ORDER BY members.fails DESC, members.held DESC, members.sample_id
