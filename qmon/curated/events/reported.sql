-- one row is one sample as it was known to stand by its reports, between two moments and two days, cut at each event that takes effect
SELECT *
FROM /*described*/
ANTI JOIN piece USING (sample_id)
UNION ALL BY NAME
SELECT *
FROM sample_piece
