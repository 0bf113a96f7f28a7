-- one row is one tested item of a sample that may have items to judge again, with what says which limit is in force for it
SELECT
    judged_once.*,
    judged_sample.product,
    coalesce(judged_sample.produced_on, judged_sample.sampled_on) AS limit_day
FROM judged_once
SEMI JOIN again_sample USING (sample_id)
LEFT JOIN judged_sample USING (sample_id)
