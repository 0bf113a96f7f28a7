-- one row is one stratum (place and division) of an indicator in one period of each kind
SELECT
    breakdown.period_kind,
    period_in(cells.period, breakdown.period_kind) AS period,
    cells.region_code,
    cells.industry,
    sum(cells.n) AS n,
    sum(cells.n_pass) AS n_pass
FROM cells
INNER JOIN (SELECT DISTINCT indicator, period_kind FROM breakdown) AS breakdown USING (indicator)
WHERE
    cells.indicator = $indicator
    AND cells.period IS NOT NULL
    AND cells.region_code IS NOT NULL
    AND cells.industry IS NOT NULL
GROUP BY ALL
ORDER BY ALL
