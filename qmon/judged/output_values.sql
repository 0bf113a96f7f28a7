-- one row is one output value, with how many rows of the delivery give one for the same place, division and year
SELECT
    * EXCLUDE (content_hash),
    CAST(NULL AS VARCHAR) AS sample_id,
    count(*) OVER (PARTITION BY region_code, industry, output_year) AS n_same
FROM conformed_output_value
ANTI JOIN repeated USING (sheet, row_no)
