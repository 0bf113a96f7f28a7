-- one row is one sample and its supervision items by their reported verdict
LEFT JOIN (
    SELECT
        sample_id,
        count(*) FILTER (item_verdict = 'conforming') AS n_conforming,
        count(*) FILTER (item_verdict = 'nonconforming') AS n_nonconforming,
        count(*) FILTER (item_verdict = 'nonconforming' AND item_kind IS DISTINCT FROM 'label') AS n_physical_nonconforming
    FROM /*results*/
    WHERE track = 'supervision'
    GROUP BY ALL
) AS item ON sample.sample_id = item.sample_id
