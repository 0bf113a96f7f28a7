-- one row is one sample of risk items alone that has a supervision verdict
SELECT sample_id
FROM sample_current
WHERE n_risk > 0 AND n_supervision = 0 AND verdict_reported IN ('conforming', 'nonconforming')
LIMIT 1
