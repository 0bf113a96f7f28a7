-- one row is one tested item of the delivery that is no repeated row, with its verdict as judged last
SELECT judged_once.* REPLACE (
    CASE WHEN again.row_no IS NULL THEN judged_once.item_verdict_derived ELSE again.item_verdict_derived END AS item_verdict_derived,
    CASE WHEN again.row_no IS NULL THEN judged_once.item_verdict_reason ELSE again.item_verdict_reason END AS item_verdict_reason,
    coalesce(again.near_limit, judged_once.near_limit) AS near_limit
)
FROM judged_once
LEFT JOIN again
    ON
        judged_once.sheet = again.sheet
        AND judged_once.row_no = again.row_no
        AND judged_once.item_name = again.item_name
