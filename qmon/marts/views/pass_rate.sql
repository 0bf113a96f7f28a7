-- 合格率：one row is one pass rate for a period and a grouping; a dimension that is summed over is ALL, an unknown one is empty
SELECT * EXCLUDE (rate_of)
FROM rate
WHERE rate_of = 'pass'
