-- 判定核查：one row is one laboratory, source and item: how often its reported verdicts are those that follow from result and limit
WITH by_reason AS (
    SELECT
        source,
        lab,
        item_name,
        item_verdict_reason,
        min(item_code) AS item_code,
        sum(n) AS n_results,
        sum(n_agree) AS n_agree,
        sum(n_disagree) AS n_disagree,
        CAST(sum(n_not_derivable) AS BIGINT) AS n_not_derivable
    FROM counted.audited_result
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
    FROM by_reason
    GROUP BY ALL
)

SELECT
    *,
    n_disagree / nullif(n_agree + n_disagree, 0) AS share_disagree,
    wilson_low(n_disagree, n_agree + n_disagree) AS ci_low,
    wilson_high(n_disagree, n_agree + n_disagree) AS ci_high
FROM audited
ORDER BY ALL
