-- one row is one sample of the delivery, with what its number, its dates and its credit codes come to beside their columns
SELECT
    described.*,
    $received_at::TIMESTAMP AS received_at,
    number_family,
    number_year,
    number_region,
    number_place.province AS number_province,
    $numbers_known::DOUBLE AS numbers_known,
    sampled_place.province AS sampled_in,
    worked.days AS working_days_to_report,
    unit_code.fits AS sampled_unit_code_fits,
    unit_code.province AS sampled_unit_registered_in,
    producer_code.fits AS producer_code_fits
FROM (
    SELECT
        *,
        /*family*/ AS number_family,
        CASE WHEN number_family IS NOT NULL THEN /*year*/ END AS number_year,
        -- 00 in the first two places of the region: a task of the centre, which names no place.
        CASE WHEN number_family IS NOT NULL AND left(/*region*/, 2) <> '00' THEN /*region*/ END AS number_region
    FROM (/*described*/)
) AS described
LEFT JOIN place AS number_place ON described.number_region = number_place.code
LEFT JOIN place AS sampled_place ON described.sampled_region = sampled_place.code
LEFT JOIN worked ON described.arrived_on = worked.arrived_on AND described.reported_on = worked.reported_on
LEFT JOIN credit_code AS unit_code ON described.sampled_unit_credit_code = unit_code.code
LEFT JOIN credit_code AS producer_code ON described.producer_credit_code = producer_code.code
