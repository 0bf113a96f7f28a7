-- one row is one sample that has an unread item which may be a sum, or a product of which some limit is compared by rounded values
SELECT sample_id
FROM conformed_result
WHERE
    item_verdict_reason IN ('no_result', 'unread_result')
    AND (list_contains($summed, item_code) OR contains(item_name, '之和计'))
UNION
SELECT sample_id
FROM judged_sample
WHERE list_contains($rounded, product)
