-- the ends of the 95 % Wilson score interval for k of n (docs/domain.md, Wilson interval); null for n = 0; exactly 0 and 1 at the ends, where floating point would miss them
CREATE MACRO wilson_low(k, n) AS
CASE
    WHEN n > 0 AND k = 0 THEN 0.0
    WHEN n > 0 THEN greatest(
        0.0,
        (
            k / n + 1.959963984540054 ^ 2 / (2.0 * n)
            - 1.959963984540054 * sqrt(k * (n - k) / (n * 1.0 * n * n) + 1.959963984540054 ^ 2 / (4.0 * n * n))
        ) / (1 + 1.959963984540054 ^ 2 / n)
    )
END;

CREATE MACRO wilson_high(k, n) AS
CASE
    WHEN n > 0 AND k = n THEN 1.0
    WHEN n > 0 THEN least(
        1.0,
        (
            k / n + 1.959963984540054 ^ 2 / (2.0 * n)
            + 1.959963984540054 * sqrt(k * (n - k) / (n * 1.0 * n * n) + 1.959963984540054 ^ 2 / (4.0 * n * n))
        ) / (1 + 1.959963984540054 ^ 2 / n)
    )
END;
