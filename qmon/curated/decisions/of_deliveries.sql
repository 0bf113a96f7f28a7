-- one row is one finding that a delivery may have given rise to: late (D01), or waiting for the other list of its notice (D03)
SELECT finding_id_of('D01', '', '', NULL, 'newest_sampled_on', NULL, CAST(newest_sampled_on AS VARCHAR)) AS finding_id
FROM delivery
UNION
SELECT finding_id_of('D03', delivery_id, '', NULL, 'listing', NULL, listing)
FROM (
    SELECT DISTINCT
        delivery_id,
        listing
    FROM curated_sample
)
