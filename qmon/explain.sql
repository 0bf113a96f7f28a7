-- one row is one sample counted in (or held out of) one rate, failing ones first
SELECT
    member.sample_id,
    member.unit_key,
    member.n_pass,
    member.n_fail,
    member.n_held = 1 AS held,
    member.delivery_id,
    delivery.file,
    member.sheet,
    member.row_no
FROM member
INNER JOIN delivery USING (delivery_id)
WHERE
    member.indicator = $indicator
    AND CASE
        WHEN contains($period, 'Q')
            THEN left(member.period, 4) || '-Q' || CAST((CAST(right(member.period, 2) AS INTEGER) + 2) // 3 AS VARCHAR)
        ELSE left(member.period, length($period))
    END = $period
    AND member.n + member.n_held > 0
    AND ($region = 'ALL' OR member.region = $region)
    AND ($category = 'ALL' OR member.category = $category)
    AND ($stage = 'ALL' OR member.stage = $stage)
    AND ($channel = 'ALL' OR member.channel = $channel)
    AND ($producer_scale = 'ALL' OR member.producer_scale = $producer_scale)
    AND ($industry = 'ALL' OR member.industry = $industry)
    AND ($task_level = 'ALL' OR member.task_level IS NOT DISTINCT FROM $task_level)
ORDER BY member.n_fail DESC, member.n_held DESC, member.sample_id
