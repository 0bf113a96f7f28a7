-- one row is one sample as the delivery describes it: the first value of every column, the gravest verdict, and whether the records agree
SELECT
    /*columns*/,
    /*variants*/ AS n_variants,
    min(ord) AS ord
FROM conformed_sample
ANTI JOIN repeated USING (sheet, row_no)
GROUP BY coalesce(sample_id, 'record ' || CAST(ord AS VARCHAR))
