-- one row is one printed row: what its own counts come to at the printed decimals, and where it is a total the sums of its parts
-- Parts are rows that say so (partition): a total may be divided in several ways. A sum stands only where every part has the count.
WITH counted AS (
    SELECT
        * EXCLUDE (content_hash),
        coalesce(n, n_pass + n_fail) AS tested,
        coalesce(n_pass, n - n_fail) AS passing,
        coalesce(n_fail, n - n_pass) AS failing,
        row_role = 'group' AND partition IS NOT NULL AS is_part
    FROM conformed_published
    ANTI JOIN repeated USING (sheet, row_no)
),

summed AS (
    SELECT
        *,
        CASE WHEN is_part AND count(tested) OVER parts = count(*) OVER parts THEN sum(tested) OVER parts END AS sum_n,
        CASE WHEN is_part AND count(passing) OVER parts = count(*) OVER parts THEN sum(passing) OVER parts END AS sum_pass,
        CASE WHEN is_part AND count(failing) OVER parts = count(*) OVER parts THEN sum(failing) OVER parts END AS sum_fail
    FROM counted
    WINDOW parts AS (
        PARTITION BY
            sheet, statement_no, publisher, domain_text, period_text, region_text, unit_counted, rate_kind, is_part, partition
    )
),

spanned AS (
    SELECT
        *,
        -- Two ways to divide one total are held against each other at the first of its parts where no total is printed.
        row_role = 'total' OR (
            NOT bool_or(row_role = 'total') OVER statement
            AND is_part AND ord = min(ord) FILTER (is_part) OVER statement
        ) AS bears,
        min(sum_n) OVER statement AS n_least,
        max(sum_n) OVER statement AS n_most,
        min(sum_pass) OVER statement AS pass_least,
        max(sum_pass) OVER statement AS pass_most,
        min(sum_fail) OVER statement AS fail_least,
        max(sum_fail) OVER statement AS fail_most,
        CASE WHEN rate_kind = 'fail' THEN failing WHEN rate_kind = 'pass' THEN passing END AS share_of
    FROM summed
    WINDOW statement AS (
        PARTITION BY sheet, statement_no, publisher, domain_text, period_text, region_text, unit_counted, rate_kind
    )
)

SELECT
    * EXCLUDE (tested, passing, failing, is_part, sum_n, sum_pass, sum_fail, bears, n_least, n_most, pass_least, pass_most, fail_least,
        fail_most, share_of),
    CASE WHEN bears THEN n_least END AS parts_n_least,
    CASE WHEN bears THEN n_most END AS parts_n_most,
    CASE WHEN bears THEN pass_least END AS parts_pass_least,
    CASE WHEN bears THEN pass_most END AS parts_pass_most,
    CASE WHEN bears THEN fail_least END AS parts_fail_least,
    CASE WHEN bears THEN fail_most END AS parts_fail_most,
    per_cent_half_even(share_of, tested, decimals) AS rate_half_even,
    per_cent_half_up(share_of, tested, decimals) AS rate_half_up,
    per_cent_truncated(share_of, tested, decimals) AS rate_truncated,
    CAST(NULL AS VARCHAR) AS sample_id
FROM spanned
