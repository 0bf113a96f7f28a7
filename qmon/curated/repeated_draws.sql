-- one row is one sample that goes beyond a quota of its quarter, or whose product the same office had drawn within six months
-- Of a group that goes beyond its quota the first sample beyond it stands here: the day of sampling and sample_id give the order.
WITH drawn AS (
    SELECT
        *,
        strftime(sampled_on, '%Y%m%d') || sample_id AS turn
    FROM /*drawn*/
),

-- Only the few groups beyond a quota are put into order; a source is of one domain, so what follows is food as well.
shop_groups AS (
    SELECT source, shop, quarter
    FROM drawn
    WHERE
        domain = 'food'
        AND stage = 'circulation'
        AND shop IS NOT NULL
    GROUP BY source, shop, quarter
    HAVING count(*) > 10
),

maker_groups AS (
    SELECT source, maker, category_code, quarter
    FROM drawn
    WHERE
        domain = 'food'
        AND maker IS NOT NULL
        AND category_code IS NOT NULL
    GROUP BY source, maker, category_code, quarter
    HAVING count(*) > 3
),

batch_groups AS (
    SELECT source, maker, product, produced_on, quarter
    FROM drawn
    WHERE
        domain = 'food'
        AND maker IS NOT NULL
        AND product IS NOT NULL
        AND produced_on IS NOT NULL
    GROUP BY source, maker, product, produced_on, quarter
    HAVING count(*) > 1
),

beyond AS (
    SELECT
        turn,
        'shop' AS quota
    FROM drawn
    SEMI JOIN shop_groups USING (source, shop, quarter)
    WHERE stage = 'circulation'
    QUALIFY row_number() OVER (PARTITION BY source, shop, quarter ORDER BY turn) = 11
    UNION ALL
    SELECT
        turn,
        'maker' AS quota
    FROM drawn
    SEMI JOIN maker_groups USING (source, maker, category_code, quarter)
    QUALIFY row_number() OVER (PARTITION BY source, maker, category_code, quarter ORDER BY turn) = 4
    UNION ALL
    SELECT
        turn,
        'batch' AS quota
    FROM drawn
    SEMI JOIN batch_groups USING (source, maker, product, produced_on, quarter)
    QUALIFY row_number() OVER (PARTITION BY source, maker, product, produced_on, quarter ORDER BY turn) = 2
),

again AS (
    SELECT
        turn,
        'again' AS quota
    FROM drawn
    WHERE domain = 'consumer_goods' AND maker IS NOT NULL AND product IS NOT NULL AND specification IS NOT NULL AND office IS NOT NULL
    QUALIFY
        sampled_on < lag(sampled_on) OVER (PARTITION BY office, maker, product, specification, brand ORDER BY turn) + INTERVAL 6 MONTH
)

SELECT
    substr(turn, 9) AS sample_id,
    bool_or(quota = 'shop') AS beyond_shop_quota,
    bool_or(quota = 'maker') AS beyond_maker_quota,
    bool_or(quota = 'batch') AS batch_again,
    bool_or(quota = 'again') AS drawn_again
FROM (FROM beyond UNION ALL FROM again)
GROUP BY turn
