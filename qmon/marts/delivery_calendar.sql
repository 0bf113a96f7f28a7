-- 交付日历：one row is one period for which a source owes a delivery: when it was due, when the first one came, and whether that was in time
WITH begun AS (
    SELECT
        source_file.source,
        source_file.supplier,
        source_file.cadence,
        source_file.lag_days,
        source_file.known,
        min(coalesce(sample.sampled_on, sample.published_on)) AS first_day
    FROM source_file
    INNER JOIN sample_current AS sample ON source_file.source = sample.source
    WHERE source_file.cadence IS NOT NULL
    GROUP BY ALL
),

due AS (
    SELECT
        begun.*,
        unnest(generate_series(
            CAST(date_trunc(cadence, first_day) AS TIMESTAMP),
            CAST(known AS TIMESTAMP),
            CASE cadence
                WHEN 'day' THEN INTERVAL 1 DAY
                WHEN 'month' THEN INTERVAL 1 MONTH
                WHEN 'quarter' THEN INTERVAL 3 MONTH
                ELSE INTERVAL 1 YEAR
            END
        )) AS period_start
    FROM begun
),

received AS (
    SELECT
        sample.source,
        date_trunc(source_file.cadence, coalesce(sample.sampled_on, sample.published_on)) AS period_start,
        CAST(min(delivery.received_at) AS DATE) AS first_received_on,
        count(*) AS n_samples
    FROM sample_history AS sample
    INNER JOIN delivery USING (delivery_id)
    INNER JOIN source_file ON sample.source = source_file.source
    WHERE source_file.cadence IS NOT NULL
    GROUP BY ALL
),

owed AS (
    SELECT
        due.*,
        CAST(CASE due.cadence
            WHEN 'day' THEN due.period_start + INTERVAL 1 DAY
            WHEN 'month' THEN due.period_start + INTERVAL 1 MONTH
            WHEN 'quarter' THEN due.period_start + INTERVAL 3 MONTH
            ELSE due.period_start + INTERVAL 1 YEAR
        END AS DATE) + CAST(due.lag_days AS INTEGER) AS due_on
    FROM due
)

SELECT
    owed.source,
    owed.supplier,
    owed.cadence AS period_kind,
    CASE owed.cadence
        WHEN 'day' THEN strftime(owed.period_start, '%Y-%m-%d')
        WHEN 'month' THEN strftime(owed.period_start, '%Y-%m')
        WHEN 'quarter' THEN strftime(owed.period_start, '%Y') || '-Q' || CAST(quarter(owed.period_start) AS VARCHAR)
        ELSE strftime(owed.period_start, '%Y')
    END AS period,
    owed.due_on,
    received.first_received_on,
    coalesce(received.n_samples, 0) AS n_samples,
    CASE
        WHEN received.first_received_on <= owed.due_on THEN 'on_time'
        WHEN received.first_received_on IS NOT NULL THEN 'late'
        WHEN owed.due_on < owed.known THEN 'missing'
        ELSE 'not_due'
    END AS calendar_status
FROM owed
LEFT JOIN received ON owed.source = received.source AND owed.period_start = received.period_start
ORDER BY ALL
