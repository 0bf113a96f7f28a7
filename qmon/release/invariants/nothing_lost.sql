-- one row is one sample of an accepted delivery that is not among the current ones
SELECT sample_history.sample_id
FROM sample_history
ANTI JOIN sample_current USING (sample_id)
LIMIT 1
