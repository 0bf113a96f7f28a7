-- the rows of touched samples
sample_id IN (FROM touched_sample)
