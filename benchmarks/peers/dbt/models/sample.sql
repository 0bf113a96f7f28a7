-- one row is one form with what its items come to
WITH item_verdict AS (
    SELECT
        抽样单编号,
        检验项目,
        bool_or(结果判定 = '不合格项') AS fails,
        min(结果判定) <> max(结果判定) AS two_verdicts
    FROM {{ ref('item') }}
    GROUP BY ALL
),

tested AS (
    SELECT
        抽样单编号,
        bool_or(fails) AS item_fails,
        bool_or(two_verdicts) AS is_contradictory,
        count(*) FILTER (two_verdicts) AS n_contradictory
    FROM item_verdict
    GROUP BY ALL
)

SELECT *
FROM {{ ref('form') }}
LEFT JOIN tested USING (抽样单编号)
