-- one row is one row of member of a sample that some deliveries describe
WITH sample_current AS (
    FROM main.sample_current
    WHERE /*of_deliveries*/
),

result_current AS (
    FROM main.result_current
    SEMI JOIN sample_current USING (sample_id)
)

FROM (
    /*members*/
)
