-- one row is one finding beside other samples that a decision names, and until when the row that it was found in is known
SELECT
    finding_id,
    sample_id,
    column_name,
    least(max(known_to), TIMESTAMP '9999-01-01') AS known_to
FROM could_be_broken
SEMI JOIN decided USING (finding_id)
ANTI JOIN found_once_surely USING (finding_id)
WHERE valid_to = DATE 'infinity'
GROUP BY ALL
