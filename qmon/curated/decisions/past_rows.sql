-- one row is one row of a sample's history that is no longer current, with a number of its own
-- First which rows, by few columns: to read every column of every sample takes longer than all that is asked of these.
WITH past AS MATERIALIZED (
    SELECT rowid AS place
    FROM described_sample
    WHERE NOT (/*current*/)
)

SELECT
    *,
    row_number() OVER () AS nth
FROM (
    SELECT *
    FROM described_sample
    ANTI JOIN piece USING (sample_id)
    WHERE described_sample.rowid IN (FROM past)
    UNION ALL BY NAME
    SELECT *
    FROM sample_piece
    WHERE NOT (/*current*/)
)
