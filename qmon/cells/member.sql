-- one row is one sample in the population of one indicator, with its dimensions and what it adds to the counts
WITH item AS (
    SELECT
        sample_id,
        count(*) FILTER (item_verdict = 'conforming') AS n_conforming_items,
        count(*) FILTER (item_verdict = 'nonconforming') AS n_nonconforming_items/*failing_items*/
    FROM /*results*/
    WHERE track = 'supervision'
    GROUP BY ALL
),

sample AS (
    SELECT *
    FROM /*samples*/
    LEFT JOIN item USING (sample_id)
    WHERE listing IS DISTINCT FROM 'failures' AND linked_sample_id IS NULL
),

-- Every sample is read once, whatever the number of indicators.
counted AS (
    SELECT
        sample.*,
        unnest(list_filter([/*memberships*/], lambda one: one IS NOT NULL)) AS counts
    FROM sample
)

SELECT
    counts.indicator AS indicator,
    counted.sample_id,
    counted.domain,
    counts.period AS period,
    coalesce(place.region_code, counts.place_code) AS region_code,
    place.region,
    counted.category_code,
    category.category,
    counted.stage,
    counted.channel,
    counted.producer_scale,
    counted.industry,
    counted.task_level,
    counted.strategy,
    counts.unit_key AS unit_key,
    counted.issue_no,
    counted.published_on,
    counts.n_pass + counts.n_fail AS n,
    counts.n_pass AS n_pass,
    counts.n_fail AS n_fail,
    CAST(counted.held AS BIGINT) AS n_held,
    counted.delivery_id,
    counted.sheet,
    counted.row_no
FROM counted
LEFT JOIN place ON counts.place_code = place.place_code
LEFT JOIN category ON counted.category_code = category.category_code
