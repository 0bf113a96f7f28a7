-- one row is the output value of one division in one place under today's boundaries and one year
SELECT
    output_value.output_year,
    coalesce(place.region_code, output_value.region_code) AS region_code,
    output_value.industry,
    sum(output_value.output_value) AS output_value
FROM output_value
LEFT JOIN place ON output_value.region_code = place.place_code
GROUP BY ALL
HAVING sum(output_value.output_value) > 0
ORDER BY ALL
