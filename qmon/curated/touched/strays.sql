-- one row is one sample, not touched, that is one too many, or a twin, otherwise than it was
WITH drawn AS (
    SELECT DISTINCT sample_id
    FROM ((FROM (/*drawn_now*/) EXCEPT FROM (/*drawn_then*/)) UNION ALL (FROM (/*drawn_then*/) EXCEPT FROM (/*drawn_now*/)))
),

alike AS (
    SELECT DISTINCT sample_id
    FROM ((FROM (/*alike_now*/) EXCEPT FROM (/*alike_then*/)) UNION ALL (FROM (/*alike_then*/) EXCEPT FROM (/*alike_now*/)))
)

SELECT sample_id
FROM (FROM drawn UNION FROM alike)
ANTI JOIN touched_sample USING (sample_id)
ORDER BY sample_id
