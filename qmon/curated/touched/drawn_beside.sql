-- one row is one sample, not touched, that was drawn in a group of which a touched one is, or was: as in repeated_draws.sql
WITH touched AS (
    FROM carried.drawn
    UNION ALL
    FROM drawn_was
),

found AS (
    SELECT rowid AS place FROM whole.carried.drawn SEMI JOIN touched USING (source, shop, quarter)
    UNION
    SELECT rowid AS place FROM whole.carried.drawn SEMI JOIN touched USING (source, maker, category_code, quarter)
    UNION
    SELECT rowid AS place FROM whole.carried.drawn SEMI JOIN touched USING (source, maker, product, produced_on, quarter)
    UNION
    SELECT rowid AS place FROM whole.carried.drawn SEMI JOIN touched USING (office, maker, product, specification)
)

SELECT *
FROM whole.carried.drawn
WHERE rowid IN (FROM found) AND sample_id NOT IN (FROM touched_sample)
