-- one row is one sample as it was known between two moments, and as it is compared: names as letters and figures alone, and its blocking keys
WITH plain AS (
    SELECT
        sample_id || '@' || CAST(known_from AS VARCHAR) AS unique_id,
        sample_id,
        known_from,
        known_to,
        delivery_id,
        sheet,
        row_no,
        source,
        domain,
        verdict_reported,
        task_level,
        produced_on,
        sampled_on,
        published_on,
        sampled_region,
        nullif(regexp_replace(lower(product), '[^\p{L}\p{N}]', '', 'g'), '') AS product,
        nullif(regexp_replace(lower(producer_name), '[^\p{L}\p{N}]', '', 'g'), '') AS producer_name,
        nullif(regexp_replace(lower(sampled_unit_name), '[^\p{L}\p{N}]', '', 'g'), '') AS sampled_unit_name,
        nullif(regexp_replace(lower(brand), '[^\p{L}\p{N}]', '', 'g'), '') AS brand,
        -- The decimal point stays: 1.5L is not 15L.
        nullif(regexp_replace(replace(lower(specification), '克', 'g'), '[^\p{L}\p{N}.]', '', 'g'), '') AS specification,
        nullif(regexp_replace(lower(batch_no), '[^\p{L}\p{N}]', '', 'g'), '') AS batch_no
    FROM known_sample
    WHERE valid_to = DATE 'infinity' AND /*which*/
)

-- Eight characters: names of shops begin with city and county.
SELECT
    * EXCLUDE (batch_no),
    CASE
        WHEN produced_on IS NULL OR NOT contains(batch_no, strftime(produced_on, '%y%m%d')) THEN batch_no
    END AS batch_no,
    regexp_replace(producer_name, '[^0-9一二三四五六七八九十]', '', 'g') AS producer_name_figures,
    regexp_replace(sampled_unit_name, '[^0-9一二三四五六七八九十]', '', 'g') AS sampled_unit_name_figures,
    domain || '|' || strftime(produced_on, '%Y%m%d') || '|' || left(product, 2) AS day_and_product,
    domain || '|' || strftime(produced_on, '%Y%m%d') || '|' || left(sampled_unit_name, 8) AS day_and_unit,
    domain || '|' || sampled_unit_name AS unit,
    domain || '|' || left(product, 4) || '|' || left(sampled_unit_name, 8) AS product_and_unit
FROM plain
