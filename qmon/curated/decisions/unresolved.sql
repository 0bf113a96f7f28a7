-- one row is one code of the findings that decisions name and that neither stand now nor can be looked up in the past
SELECT DISTINCT split_part(finding_id, '-', 1) AS code
FROM decided
ANTI JOIN finding_raised USING (finding_id)
ANTI JOIN found_once_surely USING (finding_id)
ANTI JOIN event_finding USING (finding_id)
ORDER BY code
