-- one row is one finding: what holds a delivery or a sample first; open are those that wait for a person
SELECT *
FROM finding
WHERE
    (NOT $only_open OR (finding_status = 'open' AND (acts_on IN ('sample', 'delivery') OR list_contains($asking, code))))
    AND ($code IS NULL OR code = $code)
ORDER BY
    CASE acts_on WHEN 'delivery' THEN 0 WHEN 'sample' THEN 1 WHEN 'row' THEN 2 WHEN 'value' THEN 3 ELSE 4 END,
    code,
    file,
    sheet,
    row_no,
    finding_id
