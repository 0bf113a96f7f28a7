-- Macros: cells and rates as known on a day and as in force on a day; a missing day means now, and the final conclusion.
CREATE MACRO cells_as_of(known_on, in_force_on) AS TABLE
/*cells*/;

-- One row is one total of a pass rate that is the share of all its units, by month, quarter or year and task level.
CREATE MACRO pass_rate_as_of(known_on, in_force_on) AS TABLE
WITH units AS (
    SELECT
        change.indicator,
        kind.period_kind,
        CASE kind.period_kind
            WHEN 'month' THEN change.period
            WHEN 'quarter' THEN left(change.period, 4) || '-Q' || CAST((CAST(right(change.period, 2) AS INTEGER) + 2) // 3 AS VARCHAR)
            ELSE left(change.period, 4)
        END AS period,
        change.task_level,
        change.unit_key,
        sum(change.n) AS n,
        sum(change.n_fail) AS n_fail,
        sum(change.n_held) AS n_held
    FROM counted.bitemporal_count AS change
    CROSS JOIN (VALUES ('month'), ('quarter'), ('year')) AS kind (period_kind)
    WHERE
        change.indicator IN (/*pooled*/)
        AND change.known_from < end_of_day(known_on)
        AND change.valid_from <= coalesce(CAST(in_force_on AS DATE), DATE 'infinity')
    GROUP BY ALL
    HAVING sum(change.n) + sum(change.n_held) > 0
),

counted AS (
    SELECT
        indicator,
        period_kind,
        period,
        task_level,
        CAST(CASE WHEN count(unit_key) > 0 THEN count(*) FILTER (n > 0 AND unit_key IS NOT NULL) ELSE sum(n) END AS BIGINT) AS n,
        CAST(CASE WHEN count(unit_key) > 0 THEN count(*) FILTER (n_fail > 0 AND unit_key IS NOT NULL) ELSE sum(n_fail) END AS BIGINT) AS n_fail,
        CAST(sum(n_held) AS BIGINT) AS n_held
    FROM units
    GROUP BY ALL
)

SELECT
    indicator,
    period_kind,
    period,
    task_level,
    n,
    n - n_fail AS n_pass,
    n_fail,
    n_held,
    (n - n_fail) / nullif(n, 0) AS rate
FROM counted
ORDER BY ALL;
