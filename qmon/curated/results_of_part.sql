-- what a query over sample_current and result_current finds in the results of some deliveries, whichever describe their samples
WITH result_current AS NOT MATERIALIZED (
    FROM main.result_current
    WHERE /*of_deliveries*/
),

sample_current AS MATERIALIZED (
    FROM main.sample_current
    WHERE sample_id IN (SELECT sample_id FROM result_current)
)

FROM (
    /*query*/
)
