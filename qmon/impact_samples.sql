-- one row is one sample that records of the delivery tell of: whether it is described by them now, with how many items, events and decisions
WITH told AS (
    SELECT
        sample_id,
        bool_or(known_to = TIMESTAMP 'infinity' AND valid_to = DATE 'infinity') AS described,
        CAST(NULL AS VARCHAR) AS item_name,
        CAST(NULL AS VARCHAR) AS decision_id,
        CAST(NULL AS BIGINT) AS event_row,
        true AS stands
    FROM sample_history
    WHERE delivery_id = $delivery_id
    GROUP BY sample_id
    UNION ALL
    SELECT
        sample_id,
        NULL AS described,
        item_name,
        NULL AS decision_id,
        NULL AS event_row,
        bool_or(known_to = TIMESTAMP 'infinity' AND valid_to = DATE 'infinity') AS stands
    FROM result_history
    WHERE delivery_id = $delivery_id
    GROUP BY sample_id, item_name, sheet, row_no
    UNION ALL
    SELECT
        sample_id,
        NULL AS described,
        NULL AS item_name,
        decision_id,
        CASE WHEN record_role = 'event' THEN row_no END AS event_row,
        true AS stands
    FROM provenance
    WHERE delivery_id = $delivery_id AND record_role IN ('decision', 'event')
)

SELECT
    sample_id,
    bool_or(described) AS described,
    count(item_name) FILTER (stands) AS n_items,
    count(item_name) FILTER (NOT stands) AS n_items_superseded,
    count(event_row) AS n_events,
    count(decision_id) AS n_decisions
FROM told
GROUP BY sample_id
ORDER BY sample_id
