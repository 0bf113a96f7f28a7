-- one row is one sample and the day from which its first report stands; a later description never changes it, and of several received at once
-- the last file counts
SELECT
    curated_sample.sample_id,
    coalesce(
        curated_sample.reported_on, curated_sample.published_on, curated_sample.arrived_on, curated_sample.sampled_on, DATE '-infinity'
    ) AS valid_from
FROM curated_sample
INNER JOIN accepted USING (delivery_id)
QUALIFY row_number() OVER (PARTITION BY curated_sample.sample_id ORDER BY accepted.known_from, accepted.receipt_rank DESC) = 1
