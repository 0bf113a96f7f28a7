-- 指标：one row is one indicator: the definition (口径) of a published number
SELECT * FROM indicator_file ORDER BY indicator
