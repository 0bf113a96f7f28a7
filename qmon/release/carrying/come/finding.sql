-- one row is one finding in a touched sample, in tonight's deliveries, or of a kind that is found in no sample; the others stand already
FROM finding
WHERE
    sample_id IS NOT NULL
    OR delivery_id IN (FROM fresh)
    OR code IN ('D01', 'V03', 'V04', 'V05')
    OR (code = 'A02' AND found_text IN (SELECT finding_id FROM was.finding))
