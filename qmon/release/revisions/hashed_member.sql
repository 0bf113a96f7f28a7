-- one row is one sample in one indicator, and all that it counts there in two hashes, since two different members could have one in common
SELECT
    indicator,
    sample_id,
    coalesce(period, '') AS month,
    hash(sample_id) % 1024 AS bucket,
    hash(indicator, sample_id, n, n_fail, period, region_code, category_code, stage, channel, producer_scale, industry, task_level, unit_key) AS one_hash,
    hash(unit_key, indicator, sample_id, n, n_fail, period, region_code, category_code, stage, channel, producer_scale, industry, task_level, unit_key) AS other_hash
FROM /*members*/
