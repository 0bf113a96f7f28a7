-- the ends of the 95 % Wilson score interval for k of n (docs/domain.md, Wilson interval); null for n = 0, exactly 0 and 1 at the ends.
-- Every constant is a double (e0): DuckDB's decimals overflow beyond n = 464,158.
CREATE MACRO wilson_low(k, n) AS
CASE
    WHEN n > 0 AND k = 0 THEN 0e0
    WHEN n > 0 THEN (
        k / (n * 1e0) + 1.959963984540054e0 ^ 2 / (2e0 * n)
        - 1.959963984540054e0 * sqrt(k / (n * 1e0) * (1e0 - k / (n * 1e0)) / n + 1.959963984540054e0 ^ 2 / (4e0 * n * n))
    ) / (1e0 + 1.959963984540054e0 ^ 2 / n)
END;

CREATE MACRO wilson_high(k, n) AS
CASE
    WHEN n > 0 AND k = n THEN 1e0
    WHEN n > 0 THEN (
        k / (n * 1e0) + 1.959963984540054e0 ^ 2 / (2e0 * n)
        + 1.959963984540054e0 * sqrt(k / (n * 1e0) * (1e0 - k / (n * 1e0)) / n + 1.959963984540054e0 ^ 2 / (4e0 * n * n))
    ) / (1e0 + 1.959963984540054e0 ^ 2 / n)
END;
