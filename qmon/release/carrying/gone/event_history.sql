-- the events of touched samples, and those told of tonight that were of no known sample
sample_id IN (FROM touched_sample) OR event_id IN (SELECT event_id FROM event_version)
