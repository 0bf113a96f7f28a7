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

-- The period before a month, quarter or year: the same one of the year before (同比), or the one right before (环比).
CREATE MACRO year_before(period) AS CAST(CAST(left(period, 4) AS BIGINT) - 1 AS VARCHAR) || substr(period, 5);

CREATE MACRO period_before(period_kind, period) AS CASE period_kind
    WHEN 'month' THEN strftime(make_date(CAST(left(period, 4) AS BIGINT), CAST(right(period, 2) AS BIGINT), 1) - INTERVAL 1 MONTH, '%Y-%m')
    WHEN 'quarter' THEN IF(right(period, 1) = '1', year_before(left(period, 6)) || '4', left(period, 6) || CAST(CAST(right(period, 1) AS BIGINT) - 1 AS VARCHAR))
    WHEN 'year' THEN year_before(period)
END;

CREATE MACRO period_start(period_kind, period) AS CASE period_kind
    WHEN 'month' THEN make_date(CAST(left(period, 4) AS BIGINT), CAST(right(period, 2) AS BIGINT), 1)
    WHEN 'quarter' THEN make_date(CAST(left(period, 4) AS BIGINT), 3 * CAST(right(period, 1) AS BIGINT) - 2, 1)
    WHEN 'year' THEN make_date(CAST(left(period, 4) AS BIGINT), 1, 1)
END;
