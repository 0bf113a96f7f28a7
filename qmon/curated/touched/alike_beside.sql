-- one row is one sample, not touched, that fails like a touched one does, or did: as in twins.sql
WITH touched AS (
    FROM carried.alike
    UNION ALL
    FROM alike_was
)

SELECT *
FROM whole.carried.alike
SEMI JOIN touched USING (likeness)
ANTI JOIN touched_sample USING (sample_id)
