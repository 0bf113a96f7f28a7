-- one row is one decision that holds now and names a finding that never stood
SELECT
    answer.finding_id,
    answer.delivery_id,
    delivered.file,
    answer.sheet,
    answer.row_no
FROM answer
INNER JOIN delivered USING (delivery_id)
ANTI JOIN finding_raised USING (finding_id)
ANTI JOIN found_once USING (finding_id)
ANTI JOIN event_finding USING (finding_id)
ANTI JOIN (/*deliveries*/) USING (finding_id)
ORDER BY ALL
