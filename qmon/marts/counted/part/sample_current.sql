-- one row is one sample as it is known now to stand finally, of which some deliveries report items; with what counts of results ask of it
-- First which rows, by one column: a join would read every column of every sample.
WITH reported AS MATERIALIZED (
    SELECT rowid AS place
    FROM sample_history
    WHERE /*current*/ AND sample_id IN (SELECT sample_id FROM result_current)
)

SELECT
    sample_id,
    source,
    domain,
    strategy,
    task_level,
    category_code,
    sampled_on,
    published_on,
    lab,
    linked_sample_id,
    verdict_reported,
    n_items,
    held
FROM sample_history
WHERE rowid IN (FROM reported)
