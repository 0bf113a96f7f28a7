-- one row is one row of a touched sample
FROM result_history
