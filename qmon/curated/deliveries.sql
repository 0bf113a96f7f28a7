-- one row is one delivery received until now, with the status that decisions have given it
SELECT
    delivered.* REPLACE (
        CASE WHEN accepted.delivery_id IS NOT NULL THEN 'accepted' ELSE delivered.delivery_status END AS delivery_status
    )
FROM delivered
LEFT JOIN accepted USING (delivery_id)
ORDER BY delivered.received_at, delivered.file
