-- one row is one comparison, its score statistic, and the family of comparisons that are looked at together
WITH pooled AS (
    SELECT
        *,
        (rate * n_effective + compared_rate * compared_n_effective) / (n_effective + compared_n_effective) AS pooled_rate
    FROM pair
    WHERE refused_for IS NULL
)

SELECT
    pair_id,
    concat_ws('|', indicator, grouping, period_kind, period, comparison, coalesce(task_level, '?')) AS family,
    -- Two equal rates of 0 or of 1 have no variance and no difference.
    coalesce(difference / nullif(sqrt(pooled_rate * (1 - pooled_rate) * (1 / n_effective + 1 / compared_n_effective)), 0), 0) AS z
FROM pooled
ORDER BY pair_id
