-- one row is one sample of which some deliveries report items, and the day from which its first report stands
SELECT
    sample_id,
    valid_from
FROM first_valid
WHERE sample_id IN (SELECT sample_id FROM curated_result WHERE /*of_deliveries*/)
