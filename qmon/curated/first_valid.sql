-- one row is one sample and the day from which its first report stands; a later description never changes it
SELECT
    curated_sample.sample_id,
    arg_min(
        coalesce(
            curated_sample.reported_on, curated_sample.published_on, curated_sample.arrived_on, curated_sample.sampled_on, DATE '-infinity'
        ),
        accepted.known_from
    ) AS valid_from
FROM curated_sample
INNER JOIN accepted USING (delivery_id)
GROUP BY ALL
