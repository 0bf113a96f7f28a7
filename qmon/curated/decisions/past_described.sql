-- one row is one row of described_sample that is no longer current
-- First which rows, by few columns: to read every column of every sample takes longer than all that is asked of these.
SELECT *
FROM described_sample
WHERE rowid IN (
    SELECT rowid
    FROM described_sample
    WHERE NOT (/*current*/)
)
