-- one row is one decision that holds now and changes nothing: its finding never stood, or its record is in quarantine
WITH stood AS (
    SELECT finding_id FROM finding_raised
    UNION
    SELECT finding_id FROM found_once
    UNION
    SELECT finding_id FROM event_finding
    UNION
    /*deliveries*/
),

quarantined AS (
    SELECT DISTINCT finding_id
    FROM curated_finding
    WHERE acts_on = 'row'
)

SELECT
    answer.finding_id,
    answer.delivery_id,
    delivered.file,
    answer.sheet,
    answer.row_no,
    quarantined.finding_id IS NOT NULL AS is_quarantined
FROM answer
INNER JOIN delivered USING (delivery_id)
LEFT JOIN stood ON answer.finding_id = stood.finding_id
LEFT JOIN quarantined ON answer.finding_id = quarantined.finding_id
WHERE stood.finding_id IS NULL OR (quarantined.finding_id IS NOT NULL AND answer.answer IN ('accept', 'replace'))
ORDER BY ALL
