-- 判定核查：one row is one laboratory, source and item: how often its reported verdicts are those that follow from result and limit
-- Linked notice samples repeat what their laboratory reported and do not count again; void and untested items have nothing to compare.
WITH counted AS (
    SELECT
        sample.source,
        sample.lab,
        result.item_name,
        result.item_verdict_reason,
        min(result.item_code) AS item_code,
        count(*) AS n_results,
        count(*) FILTER (result.item_verdict_derived = result.item_verdict) AS n_agree,
        count(*) FILTER (result.item_verdict_derived <> result.item_verdict) AS n_disagree,
        count(*) FILTER (result.item_verdict_derived IS NULL) AS n_not_derivable
    FROM result_current AS result
    INNER JOIN sample_current AS sample USING (sample_id)
    WHERE sample.linked_sample_id IS NULL AND result.item_verdict IN ('conforming', 'nonconforming', 'problem', 'not_judged')
    GROUP BY ALL
),

audited AS (
    SELECT
        source,
        lab,
        item_name,
        min(item_code) AS item_code,
        CAST(sum(n_results) AS BIGINT) AS n_results,
        CAST(sum(n_agree) AS BIGINT) AS n_agree,
        CAST(sum(n_disagree) AS BIGINT) AS n_disagree,
        CAST(sum(n_not_derivable) AS BIGINT) AS n_not_derivable,
        string_agg(item_verdict_reason || ' ' || n_not_derivable, '; ' ORDER BY n_not_derivable DESC, item_verdict_reason)
            FILTER (item_verdict_reason IS NOT NULL) AS reasons
    FROM counted
    GROUP BY ALL
)

SELECT
    *,
    n_disagree / nullif(n_agree + n_disagree, 0) AS share_disagree,
    wilson_low(n_disagree, n_agree + n_disagree) AS ci_low,
    wilson_high(n_disagree, n_agree + n_disagree) AS ci_high
FROM audited
ORDER BY ALL
