-- one row is one record of a delivered file: a sample's own, its tested items, failing ones first, and the notice rows linked to it
WITH places AS (
    SELECT
        sample.sample_id,
        '样品 ' || coalesce(sample.product, '') AS what,
        sample.delivery_id,
        sample.sheet,
        sample.row_no,
        0 AS nth
    FROM sample_current AS sample
    WHERE list_contains($sample_ids, sample.sample_id)
    UNION ALL
    SELECT
        notice.linked_sample_id AS sample_id,
        '公告 ' || coalesce(notice.product, '') || '（已匹配，不另计）' AS what,
        notice.delivery_id,
        notice.sheet,
        notice.row_no,
        3 AS nth
    FROM sample_current AS notice
    WHERE list_contains($sample_ids, notice.linked_sample_id)
    UNION ALL
    SELECT
        result.sample_id,
        '项目 ' || result.item_name || '：' || coalesce(result.item_verdict, '?') AS what,
        result.delivery_id,
        result.sheet,
        result.row_no,
        CASE WHEN result.item_verdict = 'nonconforming' THEN 1 ELSE 2 END AS nth
    FROM result_current AS result
    WHERE list_contains($sample_ids, result.sample_id)
)

SELECT
    places.sample_id,
    places.what,
    places.delivery_id,
    delivery.file,
    places.sheet,
    places.row_no
FROM places
INNER JOIN delivery USING (delivery_id)
ORDER BY list_position($sample_ids, places.sample_id), places.nth, places.sheet, places.row_no
