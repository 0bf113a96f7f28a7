-- one row is one printed row of the newest delivery of its file that counts
SELECT *
FROM curated_published
SEMI JOIN (
    SELECT arg_max(delivery_id, (known_from, receipt_rank)) AS delivery_id
    FROM accepted
    GROUP BY file
) USING (delivery_id)
