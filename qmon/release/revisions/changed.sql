-- one row is one sample that counts otherwise in an indicator than in the release before, as it counted or counts, and why
WITH changed AS (
    SELECT
        coalesce(now.indicator, was.indicator) AS indicator,
        coalesce(now.sample_id, was.sample_id) AS sample_id
    FROM /*now*/ AS now
    FULL JOIN /*was*/ AS was ON now.indicator = was.indicator AND now.sample_id = was.sample_id
    WHERE
        (now.n, now.n_fail, now.period, now.region_code, now.category_code, now.stage, now.channel, now.producer_scale, now.industry, now.task_level, now.unit_key)
        IS DISTINCT FROM
        (was.n, was.n_fail, was.period, was.region_code, was.category_code, was.stage, was.channel, was.producer_scale, was.industry, was.task_level, was.unit_key)
),

items AS (
    SELECT
        sample_id,
        list_sort(list(DISTINCT delivery_id)) AS deliveries
    FROM result_current
    SEMI JOIN changed USING (sample_id)
    GROUP BY ALL
),

earlier_items AS (
    SELECT
        sample_id,
        list_sort(list(DISTINCT delivery_id)) AS deliveries
    FROM before.result_current
    SEMI JOIN changed USING (sample_id)
    GROUP BY ALL
),

why AS (
    SELECT
        changed.indicator,
        changed.sample_id,
        CASE
            WHEN indicator.definition IS DISTINCT FROM earlier.definition THEN 'definition'
            WHEN was.sample_id IS NULL THEN 'late_record'
            WHEN now.event_id IS DISTINCT FROM was.event_id AND now.event_id IS NOT NULL THEN event.event_kind
            WHEN now.linked_sample_id IS DISTINCT FROM was.linked_sample_id THEN 'linkage'
            WHEN now.delivery_id IS DISTINCT FROM was.delivery_id THEN 'correction'
            -- Its list became a whole one: by a decision, or since the conforming samples of its notice came.
            WHEN now.listing IS DISTINCT FROM was.listing THEN IF(decided_list.delivery_id IS NULL, 'late_record', 'decision')
            WHEN items.deliveries IS DISTINCT FROM earlier_items.deliveries THEN IF(earlier_items.deliveries IS NULL, 'late_record', 'correction')
            WHEN now.held IS DISTINCT FROM was.held OR now.void_reason IS DISTINCT FROM was.void_reason THEN 'decision'
            -- A newer version of the event: with another verdict, or without effect.
            WHEN event.delivery_id IS DISTINCT FROM earlier_event.delivery_id THEN event.event_kind
            WHEN now.known_from IS DISTINCT FROM was.known_from THEN 'decision'
            ELSE 'definition'
        END AS cause
    FROM changed
    LEFT JOIN sample_current AS now ON changed.sample_id = now.sample_id
    LEFT JOIN before.sample_current AS was ON changed.sample_id = was.sample_id
    LEFT JOIN indicator ON changed.indicator = indicator.indicator
    LEFT JOIN before.indicator AS earlier ON changed.indicator = earlier.indicator
    LEFT JOIN (FROM event_history WHERE known_to = TIMESTAMP 'infinity') AS event
        ON coalesce(now.event_id, was.event_id) = event.event_id AND now.sample_id = event.sample_id
    LEFT JOIN (FROM before.event_history WHERE known_to = TIMESTAMP 'infinity') AS earlier_event
        ON event.event_id = earlier_event.event_id AND event.sample_id = earlier_event.sample_id
    LEFT JOIN (SELECT DISTINCT delivery_id FROM finding WHERE code = 'D03' AND decision_id IS NOT NULL) AS decided_list
        ON now.delivery_id = decided_list.delivery_id
    LEFT JOIN items ON changed.sample_id = items.sample_id
    LEFT JOIN earlier_items ON changed.sample_id = earlier_items.sample_id
),

both_states AS (
    SELECT indicator, sample_id, period, region_code, category_code, stage, channel, producer_scale, industry, task_level FROM member SEMI JOIN changed USING (indicator, sample_id)
    UNION
    SELECT indicator, sample_id, period, region_code, category_code, stage, channel, producer_scale, industry, task_level FROM before.member SEMI JOIN changed USING (indicator, sample_id)
)

SELECT
    both_states.*,
    why.cause
FROM both_states
INNER JOIN why USING (indicator, sample_id)
