-- one row is one record of a delivered file: a sample's own, then its tested items, failing ones first
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
