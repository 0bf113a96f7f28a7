-- The month 2026-02 as a month, quarter or year (2026-02, 2026-Q1, 2026), and the last day of any of the three.
CREATE MACRO period_in(month, period_kind) AS CASE period_kind
    WHEN 'month' THEN month
    WHEN 'quarter' THEN left(month, 4) || '-Q' || CAST((CAST(right(month, 2) AS INTEGER) + 2) // 3 AS VARCHAR)
    WHEN 'year' THEN left(month, 4)
END;

CREATE MACRO period_end(period_kind, period) AS CASE period_kind
    WHEN 'month' THEN last_day(make_date(CAST(left(period, 4) AS BIGINT), CAST(right(period, 2) AS BIGINT), 1))
    WHEN 'quarter' THEN last_day(make_date(CAST(left(period, 4) AS BIGINT), 3 * CAST(right(period, 1) AS BIGINT), 1))
    WHEN 'year' THEN make_date(CAST(left(period, 4) AS BIGINT), 12, 31)
END;
