-- one row is one decision on a finding and how long it holds: until the next one on the finding, or past its last valid day
WITH ordered AS (
    SELECT
        decision.*,
        delivered.received_at,
        lead(delivered.received_at) OVER (
            PARTITION BY decision.finding_id
            ORDER BY delivered.received_at, delivered.sequence, decision.sheet, decision.row_no
        ) AS next_received_at
    FROM curated_decision AS decision
    INNER JOIN delivered USING (delivery_id)
)

SELECT
    finding_id,
    decision_id,
    answer,
    new_value,
    reason,
    delivery_id,
    sheet,
    row_no,
    received_at,
    least(
        coalesce(next_received_at, TIMESTAMP 'infinity'),
        coalesce(CAST(valid_until AS TIMESTAMP) + INTERVAL 1 DAY, TIMESTAMP 'infinity')
    ) AS ended_at
FROM ordered
