-- one row is one laboratory in an indicator, year and task level: its units
SELECT
    member.indicator,
    left(member.period, 4) AS period,
    member.task_level,
    sample.lab,
    CAST(sum(member.n) AS BIGINT) AS n,
    CAST(sum(member.n_pass) AS BIGINT) AS n_pass,
    CAST(sum(member.n_fail) AS BIGINT) AS n_fail
FROM member
INNER JOIN sample_current AS sample USING (sample_id)
WHERE member.n > 0 AND member.unit_key IS NULL AND member.period IS NOT NULL AND sample.lab IS NOT NULL
GROUP BY ALL
