-- one row is one maker in an indicator, year and task level: its units; a sample without a named maker stands for itself
SELECT
    member.indicator,
    left(member.period, 4) AS period,
    member.task_level,
    coalesce(sample.producer_name, sample.sample_id) AS maker,
    CAST(sum(member.n) AS BIGINT) AS n,
    CAST(sum(member.n_pass) AS BIGINT) AS n_pass,
    CAST(sum(member.n_fail) AS BIGINT) AS n_fail
FROM member
INNER JOIN sample_current AS sample USING (sample_id)
WHERE member.n > 0 AND member.unit_key IS NULL AND member.period IS NOT NULL
GROUP BY ALL
