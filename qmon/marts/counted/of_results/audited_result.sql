-- one row is one laboratory, source, item and reason for which no verdict follows: its reported verdicts beside those that follow from result and limit
-- Linked notice samples repeat what their laboratory reported and do not count again; void and untested items have nothing to compare.
SELECT
    sample.source,
    sample.lab,
    result.item_name,
    result.item_code,
    result.item_verdict_reason,
    count(*) AS n,
    count(*) FILTER (result.item_verdict_derived = result.item_verdict) AS n_agree,
    count(*) FILTER (result.item_verdict_derived <> result.item_verdict) AS n_disagree,
    count(*) FILTER (result.item_verdict_derived IS NULL) AS n_not_derivable
FROM result_current AS result
INNER JOIN sample_current AS sample USING (sample_id)
WHERE sample.linked_sample_id IS NULL AND result.item_verdict IN ('conforming', 'nonconforming', 'problem', 'not_judged')
GROUP BY ALL
