-- one row is one delivered sample whose product and sampled unit are stated, and what two announcements of one sample have in common
SELECT
    sample_id,
    delivery_id,
    concat_ws(
        '|',
        source,
        regexp_replace(product, '\s', '', 'g'),
        regexp_replace(coalesce(producer_name, ''), '\s', '', 'g'),
        regexp_replace(sampled_unit_name, '\s', '', 'g')
    ) AS likeness,
    coalesce(published_on, sampled_on) AS told_on
FROM curated_sample
WHERE product IS NOT NULL AND sampled_unit_name IS NOT NULL
