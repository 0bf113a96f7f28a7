-- one row is one comparison, its p-value, and that adjusted for all comparisons of its family (Benjamini and Hochberg 1995)
WITH ranked AS (
    SELECT
        pair_id,
        family,
        p_value,
        count(*) OVER (PARTITION BY family) AS n_tests,
        row_number() OVER (PARTITION BY family ORDER BY p_value, pair_id) AS rank
    FROM asked
)

SELECT
    pair_id,
    p_value,
    -- The smallest p * m / rank of this and all later ranks, at most 1.
    least(1, min(p_value * n_tests / rank) OVER (PARTITION BY family ORDER BY rank DESC)) AS p_adjusted
FROM ranked
