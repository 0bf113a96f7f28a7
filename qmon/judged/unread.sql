-- one row is one text that a column could not read; of several records of one sample the first is named for a column of the sample
SELECT
    unread.code,
    unread.column_name,
    unread.sample_id,
    unread.found_text,
    arg_min(unread.sheet, unread.row_no) AS sheet,
    min(unread.row_no) AS row_no,
    any_value(coalesce(reasons.sentence, unread.reason)) AS says
FROM unread
LEFT JOIN reasons ON unread.reason = reasons.reason
ANTI JOIN repeated ON unread.sheet = repeated.sheet AND unread.row_no = repeated.row_no
GROUP BY
    unread.code,
    unread.column_name,
    unread.sample_id,
    unread.found_text,
    CASE WHEN unread.sample_id IS NULL OR NOT list_contains($sample_columns, unread.column_name) THEN unread.sheet || '/' || CAST(unread.row_no AS VARCHAR) END
