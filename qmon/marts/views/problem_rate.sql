-- 问题率：one row is one share of units that fail, of risk monitoring or of a check for problems; it never enters a pass rate
SELECT * EXCLUDE (rate_of)
FROM rate
WHERE rate_of = 'fail'
