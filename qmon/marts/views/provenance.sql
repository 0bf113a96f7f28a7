-- 数据来处：one row is one delivered record that says what is known now of a sample: its own, its items', a linked notice's, an event's, a decision's
WITH decided AS (
    SELECT
        finding.sample_id,
        finding.delivery_id AS about,
        decision.decision_id,
        decision.delivery_id,
        decision.sheet,
        decision.row_no,
        -- A delivery that was held, or a list of failing samples only, counts by the decision: each of its samples rests on it.
        finding.sample_id IS NULL
        AND (finding.acts_on = 'delivery' OR finding.code = 'D03')
        AND decision.answer IN ('accept', 'waive') AS of_all
    FROM finding
    INNER JOIN decision USING (decision_id)
)

SELECT
    sample_id,
    'sample' AS record_role,
    CAST(NULL AS VARCHAR) AS item_name,
    CAST(NULL AS VARCHAR) AS decision_id,
    delivery_id,
    sheet,
    row_no
FROM sample_current
UNION ALL
SELECT
    sample_id,
    'item' AS record_role,
    item_name,
    NULL AS decision_id,
    delivery_id,
    sheet,
    row_no
FROM result_current
UNION ALL
SELECT
    linked_sample_id AS sample_id,
    'notice' AS record_role,
    NULL AS item_name,
    NULL AS decision_id,
    delivery_id,
    sheet,
    row_no
FROM sample_current
WHERE linked_sample_id IS NOT NULL
UNION ALL
SELECT
    sample_id,
    'event' AS record_role,
    item_name,
    NULL AS decision_id,
    delivery_id,
    sheet,
    row_no
FROM event_history
WHERE takes_effect AND known_to = TIMESTAMP 'infinity'
UNION ALL
SELECT
    sample_id,
    'decision' AS record_role,
    NULL AS item_name,
    decision_id,
    delivery_id,
    sheet,
    row_no
FROM decided
WHERE sample_id IS NOT NULL
UNION ALL
SELECT
    notice.linked_sample_id AS sample_id,
    'decision' AS record_role,
    NULL AS item_name,
    decided.decision_id,
    decided.delivery_id,
    decided.sheet,
    decided.row_no
FROM decided
INNER JOIN sample_current AS notice ON decided.sample_id = notice.sample_id
WHERE notice.linked_sample_id IS NOT NULL
UNION ALL
SELECT DISTINCT
    standing.sample_id,
    'decision' AS record_role,
    CAST(NULL AS VARCHAR) AS item_name,
    decided.decision_id,
    decided.delivery_id,
    decided.sheet,
    decided.row_no
FROM decided
INNER JOIN (
    SELECT
        sample_id,
        delivery_id
    FROM sample_current
    UNION ALL
    SELECT
        sample_id,
        delivery_id
    FROM result_current
) AS standing ON decided.about = standing.delivery_id
WHERE decided.of_all
