-- one row is one output value: of the newest delivery of a file, of several files the newest; two for one place, division and year are none
WITH newest AS (
    SELECT arg_max(delivery_id, (known_from, receipt_rank)) AS delivery_id
    FROM accepted
    GROUP BY file
),

given AS (
    SELECT
        curated_output_value.*,
        accepted.known_from,
        accepted.receipt_rank,
        count(*) OVER (PARTITION BY delivery_id, region_code, industry, output_year) AS n_same
    FROM curated_output_value
    INNER JOIN accepted USING (delivery_id)
    SEMI JOIN newest USING (delivery_id)
    WHERE region_code IS NOT NULL AND industry IS NOT NULL AND output_year IS NOT NULL AND output_value IS NOT NULL
)

SELECT * EXCLUDE (known_from, receipt_rank, n_same)
FROM given
WHERE n_same = 1
QUALIFY row_number() OVER (PARTITION BY region_code, industry, output_year ORDER BY known_from DESC, receipt_rank DESC) = 1
