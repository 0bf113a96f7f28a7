-- one row is one sample as the delivery describes it: the first value of every column, the gravest verdict, and whether the records agree
WITH records AS NOT MATERIALIZED (
    SELECT * EXCLUDE (content_hash)
    FROM conformed_sample
    ANTI JOIN repeated USING (sheet, row_no)
),

-- Most samples have one record, and aggregating fifty columns costs more than all else here.
several AS (
    SELECT sample_id
    FROM records
    WHERE sample_id IS NOT NULL
    GROUP BY sample_id
    HAVING count(*) > 1
),

described AS NOT MATERIALIZED (
    SELECT
        /*columns*/,
        /*variants*/ AS n_variants,
        min(ord) AS ord
    FROM records
    SEMI JOIN several USING (sample_id)
    GROUP BY sample_id
    UNION ALL BY NAME
    SELECT * REPLACE (1 AS n_variants)
    FROM records
    ANTI JOIN several USING (sample_id)
),

-- Where ten samples or more all fail, the list names failing samples only (rule D03).
delivered AS (
    SELECT count(*) >= 10 AND coalesce(bool_and(verdict_reported IS NOT DISTINCT FROM 'nonconforming'), false) AS all_fail
    FROM described
)

SELECT
    described.* REPLACE (
        coalesce(described.listing, CASE WHEN delivered.all_fail THEN 'failures' ELSE 'all' END) AS listing
    )
FROM described
CROSS JOIN delivered
