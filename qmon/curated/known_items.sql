-- one row is one tested item of a sample as the office knew it from known_from to known_to; a newer delivery of the item ends the older one
SELECT
    curated_result.*,
    coalesce(result_issue.issue, 1) AS issue,
    accepted.known_from,
    coalesce(result_issue.next_received_at, TIMESTAMP 'infinity') AS known_to,
    DATE 'infinity' AS valid_to
FROM curated_result
INNER JOIN accepted USING (delivery_id)
LEFT JOIN result_issue
    ON
        curated_result.sample_id = result_issue.sample_id
        AND curated_result.item_name = result_issue.item_name
        AND curated_result.delivery_id = result_issue.delivery_id
