-- one row is one laboratory, source and item: how often its reported verdicts are those that follow from result and limit
-- Linked notice samples repeat what their laboratory reported and do not count again; void and untested items have nothing to compare.
WITH compared AS (
    SELECT
        sample.source,
        sample.lab,
        result.item_name,
        any_value(result.item_code) AS item_code,
        count(*) AS n_results,
        count(*) FILTER (result.item_verdict_derived = result.item_verdict) AS n_agree,
        count(*) FILTER (result.item_verdict_derived <> result.item_verdict) AS n_disagree,
        count(*) FILTER (result.item_verdict_derived IS NULL) AS n_not_derivable
    FROM result_current AS result
    INNER JOIN sample_current AS sample USING (sample_id)
    WHERE sample.linked_sample_id IS NULL AND result.item_verdict IN ('conforming', 'nonconforming', 'problem', 'not_judged')
    GROUP BY ALL
),

counted AS (
    SELECT
        sample.source,
        sample.lab,
        result.item_name,
        result.item_verdict_reason,
        count(*) AS n_reason
    FROM result_current AS result
    INNER JOIN sample_current AS sample USING (sample_id)
    WHERE
        sample.linked_sample_id IS NULL AND result.item_verdict IN ('conforming', 'nonconforming', 'problem', 'not_judged')
        AND result.item_verdict_reason IS NOT NULL
    GROUP BY ALL
),

listed AS (
    SELECT
        source,
        lab,
        item_name,
        string_agg(item_verdict_reason || ' ' || n_reason, '; ' ORDER BY n_reason DESC, item_verdict_reason) AS reasons
    FROM counted
    GROUP BY ALL
)

SELECT
    compared.*,
    listed.reasons,
    compared.n_disagree / nullif(compared.n_agree + compared.n_disagree, 0) AS share_disagree,
    wilson_low(compared.n_disagree, compared.n_agree + compared.n_disagree) AS ci_low,
    wilson_high(compared.n_disagree, compared.n_agree + compared.n_disagree) AS ci_high
FROM compared
LEFT JOIN listed
    ON
        compared.source = listed.source
        AND compared.lab IS NOT DISTINCT FROM listed.lab
        AND compared.item_name = listed.item_name
ORDER BY ALL
