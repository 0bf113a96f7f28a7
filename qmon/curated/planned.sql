-- one row is one line of a plan, of the newest delivery of its file that counts
SELECT *
FROM curated_planned
SEMI JOIN (
    SELECT arg_max(delivery_id, (known_from, receipt_rank)) AS delivery_id
    FROM accepted
    GROUP BY file
) USING (delivery_id)
WHERE plan IS NOT NULL AND planned_n IS NOT NULL
