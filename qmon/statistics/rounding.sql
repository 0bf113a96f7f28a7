-- the share of k in n in per cent, rounded once at the printed decimals (docs/domain.md, rounding); null for n = 0 and for k outside 0 to n.
-- In whole numbers of 128 bits throughout, so that it is exact: k and n up to 10^15, decimals 0 to 15.
CREATE MACRO ten_to(decimals) AS CAST('1' || repeat('0', decimals) AS HUGEINT);

CREATE MACRO last_places(k, n, decimals) AS CASE WHEN n > 0 AND k BETWEEN 0 AND n THEN CAST(k AS HUGEINT) * 100 * ten_to(decimals) END;

CREATE MACRO placed(whole, decimals) AS CAST(whole || 'e-' || decimals AS DECIMAL(38, 15));

CREATE MACRO per_cent_truncated(k, n, decimals) AS placed(last_places(k, n, decimals) // n, decimals);

CREATE MACRO per_cent_half_up(k, n, decimals) AS placed((2 * last_places(k, n, decimals) + n) // (2 * CAST(n AS HUGEINT)), decimals);

CREATE MACRO per_cent_half_even(k, n, decimals) AS placed(
    last_places(k, n, decimals) // n + CASE
        WHEN 2 * (last_places(k, n, decimals) % n) > n THEN 1
        WHEN 2 * (last_places(k, n, decimals) % n) = n THEN last_places(k, n, decimals) // n % 2
        ELSE 0
    END,
    decimals
);
