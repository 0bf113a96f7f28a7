-- one row is one delivery, and the samples that it tells of among those that an indicator counts by month and dimensions
WITH told AS (
    SELECT DISTINCT
        delivery_id,
        sample_id
    FROM (/*provenance*/)
    WHERE /*of_deliveries*/
)

SELECT
    told.delivery_id,
    member.indicator,
    member.domain,
    member.period,
    member.region_code,
    member.region,
    member.category_code,
    member.category,
    member.stage,
    member.channel,
    member.producer_scale,
    member.industry,
    member.task_level,
    CAST(sum(member.n) AS BIGINT) AS n,
    CAST(sum(member.n_fail) AS BIGINT) AS n_fail,
    CAST(sum(member.n_held) AS BIGINT) AS n_held
FROM told
INNER JOIN member USING (sample_id)
WHERE member.n + member.n_held > 0
GROUP BY ALL
