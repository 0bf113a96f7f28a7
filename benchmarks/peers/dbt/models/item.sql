-- one row is one item row, its result and limits read, and the verdict that follows from them
WITH plain AS (
    SELECT
        *,
        translate(检验结果, '０１２３４５６７８９．', '0123456789.') AS result,
        try_cast(nullif(regexp_extract(最小允许限, '^([0-9.]+)', 1), '') AS DOUBLE) AS low,
        try_cast(nullif(regexp_extract(最大允许限, '^([0-9.]+)', 1), '') AS DOUBLE) AS high
    FROM read_csv('{{ env_var("PEER_RAW") }}/*/items_*.csv', all_varchar = true)
),

valued AS (
    SELECT
        *,
        try_cast(nullif(regexp_extract(result, '^([0-9.]+)', 1), '') AS DOUBLE) AS value,
        coalesce(nullif(regexp_extract(result, '^[0-9.]+ ?([^0-9. ].*)$', 1), ''), 结果单位) AS unit
    FROM plain
)

SELECT
    *,
    CASE
        WHEN value IS NOT NULL AND unit = 允许限单位 AND (low IS NOT NULL OR high IS NOT NULL)
            THEN CASE WHEN coalesce(value > high, false) OR coalesce(value < low, false) THEN '不合格项' ELSE '合格项' END
    END AS derived
FROM valued
