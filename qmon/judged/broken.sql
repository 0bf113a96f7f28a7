-- one row is one broken check at one record of the table that is judged
SELECT
    sheet,
    row_no,
    sample_id,
    unnest(list_filter([/*checks*/], lambda one: one IS NOT NULL), recursive := true)
FROM /*judged*/
WHERE /*any*/
