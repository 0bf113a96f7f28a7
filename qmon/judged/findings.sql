-- one row is one finding of the delivery
WITH said AS (
    SELECT
        code,
        acts_on,
        sheet,
        row_no,
        column_name,
        found_text,
        sample_id,
        says
    FROM broken
    UNION ALL
    SELECT
        code,
        NULL AS acts_on,
        sheet,
        row_no,
        column_name,
        found_text,
        sample_id,
        says
    FROM unread_once
),

keyed AS (
    SELECT
        finding_id_of(
            said.code, $delivery_id, said.sheet, said.row_no, said.column_name, said.sample_id, said.found_text
        ) AS finding_id,
        said.code,
        rules.severity,
        coalesce(said.acts_on, rules.acts_on) AS acts_on,
        $delivery_id AS delivery_id,
        $file AS file,
        coalesce(said.sheet, '') AS sheet,
        said.row_no,
        said.column_name,
        said.found_text,
        said.sample_id,
        coalesce(fields.zh || '：', '') || said.says AS message,
        'open' AS finding_status,
        CAST(NULL AS VARCHAR) AS decision_id
    FROM said
    INNER JOIN rules USING (code)
    LEFT JOIN fields ON said.column_name = fields.name
    UNION ALL BY NAME
    SELECT * FROM landing_findings
)

SELECT DISTINCT ON (finding_id) *
FROM keyed
ORDER BY finding_id, message
