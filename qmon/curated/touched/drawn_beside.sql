-- one row is one sample, not touched, that was drawn in a group of which a touched one is, or was: as in repeated_draws.sql
WITH touched AS (
    FROM carried.drawn
    UNION ALL
    FROM whole.carried.drawn SEMI JOIN touched_sample USING (sample_id)
),

found AS (
    SELECT sample_id FROM whole.carried.drawn SEMI JOIN touched USING (source, shop, quarter)
    UNION
    SELECT sample_id FROM whole.carried.drawn SEMI JOIN touched USING (source, maker, category_code, quarter)
    UNION
    SELECT sample_id FROM whole.carried.drawn SEMI JOIN touched USING (source, maker, product, produced_on, quarter)
    UNION
    SELECT sample_id FROM whole.carried.drawn SEMI JOIN touched USING (office, maker, product, specification)
)

SELECT *
FROM whole.carried.drawn
SEMI JOIN found USING (sample_id)
ANTI JOIN touched_sample USING (sample_id)
