-- 公布数、产值或计划以最新文件为全部
WITH newer AS (
    SELECT delivery.delivery_id
    FROM delivery
    SEMI JOIN (FROM delivery SEMI JOIN fresh USING (delivery_id)) AS came ON delivery.file = came.file
)

SELECT delivery_id FROM curated_published SEMI JOIN newer USING (delivery_id)
UNION ALL
SELECT delivery_id FROM curated_output_value SEMI JOIN newer USING (delivery_id)
UNION ALL
SELECT delivery_id FROM curated_planned SEMI JOIN newer USING (delivery_id)
LIMIT 1
