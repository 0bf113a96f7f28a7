-- one row is one sample in the population of one indicator, with its dimensions and how it counts
SELECT
    /*indicator*/ AS indicator,
    sample.sample_id,
    sample.domain,
    strftime(coalesce(/*period*/), '%Y-%m') AS period,
    coalesce(place.region_code, sample./*place*/) AS region_code,
    place.region,
    sample.category_code,
    category.category,
    sample.stage,
    sample.channel,
    sample.producer_scale,
    sample.industry,
    sample.task_level,
    sample.strategy,
    /*unit_key*/ AS unit_key,
    sample.issue_no,
    sample.published_on,
    sample.held,
    CASE WHEN sample.held THEN 0 ELSE coalesce(CAST(/*passing*/ AS BIGINT), 0) END AS n_pass,
    CASE WHEN sample.held THEN 0 ELSE coalesce(CAST(/*failing*/ AS BIGINT), 0) END AS n_fail,
    sample.delivery_id,
    sample.sheet,
    sample.row_no
-- Predicates of a definition name columns of the sample alone.
FROM (SELECT * FROM /*samples*/ WHERE /*population*/ AND NOT coalesce(/*exclusion*/, false)) AS sample
/*items*/
LEFT JOIN place ON sample./*place*/ = place.place_code
LEFT JOIN category ON sample.category_code = category.category_code
WHERE
    sample.listing IS DISTINCT FROM 'failures'
    AND sample.linked_sample_id IS NULL
    -- Who did not make a sample does not answer for it.
    AND NOT (sample.counterfeit AND /*firm_is_maker*/)
    AND sample.strategy IN (/*strategies*/)
