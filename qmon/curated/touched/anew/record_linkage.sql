-- 可能与无抽样单编号的公告样品相同
SELECT sample_id FROM announced
UNION ALL
SELECT sample_id FROM comparable SEMI JOIN whole.carried.announced USING (day_and_product)
UNION ALL
SELECT sample_id FROM comparable SEMI JOIN whole.carried.announced USING (day_and_unit)
UNION ALL
SELECT sample_id FROM comparable SEMI JOIN whole.carried.announced USING (unit)
UNION ALL
SELECT sample_id FROM comparable SEMI JOIN whole.carried.announced USING (product_and_unit)
LIMIT 1
