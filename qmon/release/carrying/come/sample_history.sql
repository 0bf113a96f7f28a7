-- one row is one row of a touched sample
FROM sample_history
