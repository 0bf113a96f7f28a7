-- one row is one record of a delivered file: a sample's own, its tested items, failing ones first, and the events and notice rows that concern it
WITH asked AS (
    SELECT
        unnest($sample_ids) AS sample_id,
        generate_subscripts($sample_ids, 1) AS nth
),

places AS (
    SELECT
        asked.nth,
        0 AS kind,
        sample.sample_id,
        '样品 ' || coalesce(sample.product, '') AS what,
        sample.delivery_id,
        sample.sheet,
        sample.row_no
    FROM sample_current AS sample
    INNER JOIN asked USING (sample_id)
    UNION ALL
    SELECT
        asked.nth,
        3 AS kind,
        notice.linked_sample_id AS sample_id,
        '公告 ' || coalesce(notice.product, '') || '（已匹配，不另计）' AS what,
        notice.delivery_id,
        notice.sheet,
        notice.row_no
    FROM sample_current AS notice
    INNER JOIN asked ON notice.linked_sample_id = asked.sample_id
    UNION ALL
    SELECT
        asked.nth,
        4 AS kind,
        event.sample_id,
        '事件 ' || concat_ws(' ', event.event_kind, event.item_name) AS what,
        event.delivery_id,
        event.sheet,
        event.row_no
    FROM event_history AS event
    INNER JOIN asked USING (sample_id)
    WHERE event.takes_effect AND event.known_to = TIMESTAMP 'infinity'
    UNION ALL
    SELECT
        asked.nth,
        CASE WHEN result.item_verdict = 'nonconforming' THEN 1 ELSE 2 END AS kind,
        result.sample_id,
        '项目 ' || result.item_name || '：' || coalesce(result.item_verdict, '?') AS what,
        result.delivery_id,
        result.sheet,
        result.row_no
    FROM result_current AS result
    INNER JOIN asked USING (sample_id)
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
ORDER BY places.nth, places.kind, places.sheet, places.row_no
