-- one row is one different result of an item: its bounds in the first unit of its dimension, and how many results of samples that stand have them
SELECT
    measurement.source,
    measurement.domain,
    measurement.strategy,
    measurement.track,
    measurement.item_name,
    measurement.item_code,
    measurement.category_code,
    measurement.period,
    coalesce(known_unit.dimension, measurement.unit) AS dimension,
    measurement.unit,
    measurement.censored,
    measurement.qualifier IN ('=', 'nq') AS detected,
    measurement.lower_bound * coalesce(known_unit.factor, 1) AS low,
    measurement.middle_bound * coalesce(known_unit.factor, 1) AS middle,
    measurement.upper_bound * coalesce(known_unit.factor, 1) AS high,
    count(*) AS n
FROM (/*measurement*/) AS measurement
LEFT JOIN known_unit ON measurement.unit = known_unit.unit
GROUP BY ALL
