-- one row is one sample that counts otherwise in an indicator than in the release before, as it counted or counts, and why
WITH items AS (
    SELECT
        sample_id,
        list_sort(list(DISTINCT delivery_id)) AS deliveries
    FROM result_now
    SEMI JOIN changed_member USING (sample_id)
    GROUP BY ALL
),

items_before AS (
    SELECT
        sample_id,
        list_sort(list(DISTINCT delivery_id)) AS deliveries
    FROM result_then
    SEMI JOIN changed_member USING (sample_id)
    GROUP BY ALL
),

why AS (
    SELECT
        changed.indicator,
        changed.sample_id,
        CASE
            WHEN indicator.definition IS DISTINCT FROM earlier.definition THEN 'definition'
            WHEN sample_before.sample_id IS NULL THEN 'late_record'
            WHEN sample.event_id IS DISTINCT FROM sample_before.event_id AND sample.event_id IS NOT NULL THEN event.event_kind
            WHEN sample.linked_sample_id IS DISTINCT FROM sample_before.linked_sample_id THEN 'linkage'
            WHEN sample.delivery_id IS DISTINCT FROM sample_before.delivery_id THEN 'correction'
            -- Its list became a whole one: by a decision, or since the conforming samples of its notice came.
            WHEN sample.listing IS DISTINCT FROM sample_before.listing THEN IF(decided_list.delivery_id IS NULL, 'late_record', 'decision')
            WHEN items.deliveries IS DISTINCT FROM items_before.deliveries THEN IF(items_before.deliveries IS NULL, 'late_record', 'correction')
            WHEN sample.held IS DISTINCT FROM sample_before.held OR sample.void_reason IS DISTINCT FROM sample_before.void_reason THEN 'decision'
            -- A newer version of the event: with another verdict, or without effect.
            WHEN event.delivery_id IS DISTINCT FROM event_before.delivery_id THEN event.event_kind
            WHEN sample.known_from IS DISTINCT FROM sample_before.known_from THEN 'decision'
            ELSE 'definition'
        END AS cause
    FROM changed_member AS changed
    LEFT JOIN sample_now AS sample ON changed.sample_id = sample.sample_id
    LEFT JOIN sample_then AS sample_before ON changed.sample_id = sample_before.sample_id
    LEFT JOIN indicator ON changed.indicator = indicator.indicator
    LEFT JOIN before.indicator AS earlier ON changed.indicator = earlier.indicator
    LEFT JOIN event_now AS event
        ON coalesce(sample.event_id, sample_before.event_id) = event.event_id AND sample.sample_id = event.sample_id
    LEFT JOIN event_then AS event_before
        ON event.event_id = event_before.event_id AND event.sample_id = event_before.sample_id
    LEFT JOIN (SELECT DISTINCT delivery_id FROM finding WHERE code = 'D03' AND decision_id IS NOT NULL) AS decided_list
        ON sample.delivery_id = decided_list.delivery_id
    LEFT JOIN items ON changed.sample_id = items.sample_id
    LEFT JOIN items_before ON changed.sample_id = items_before.sample_id
),

both_states AS (
    SELECT indicator, sample_id, period, region_code, category_code, stage, channel, producer_scale, industry, task_level FROM member_now SEMI JOIN changed_member USING (indicator, sample_id)
    UNION
    SELECT indicator, sample_id, period, region_code, category_code, stage, channel, producer_scale, industry, task_level FROM member_then SEMI JOIN changed_member USING (indicator, sample_id)
)

SELECT
    both_states.*,
    why.cause
FROM both_states
INNER JOIN why USING (indicator, sample_id)
