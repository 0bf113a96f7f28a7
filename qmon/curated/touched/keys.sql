-- one row is one number under which an event of the night speaks of a sample, or one of earlier nights of a touched one
SELECT DISTINCT upper(sample_no) AS sample_key
FROM fresh_event
WHERE sample_no IS NOT NULL
UNION
SELECT DISTINCT upper(sample_no)
FROM /*events*/
WHERE
    upper(sample_no) IN (SELECT sample_no FROM touched_number WHERE sample_no IS NOT NULL)
    OR upper(sample_no) IN (SELECT sample_id FROM touched_sample)
