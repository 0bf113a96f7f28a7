-- one row is one sample at one moment: which item verdicts it then had, and on which track
WITH contradictory AS (
    SELECT
        sample_id,
        item_name,
        delivery_id
    FROM known_result
    GROUP BY ALL
    HAVING min(item_verdict) <> max(item_verdict)
)

SELECT
    moment.sample_id,
    moment.known_from,
    count(DISTINCT known_result.item_name) AS n_items,
    count(DISTINCT known_result.item_name) FILTER (known_result.track = 'supervision') AS n_supervision,
    count(DISTINCT known_result.item_name) FILTER (known_result.track = 'risk') AS n_risk,
    count(DISTINCT known_result.item_name) FILTER (contradictory.item_name IS NOT NULL) AS n_contradictions,
    coalesce(bool_or(known_result.item_verdict = 'nonconforming' AND known_result.track = 'supervision'), false) AS nonconforming,
    coalesce(bool_or(known_result.item_verdict = 'conforming' AND known_result.track = 'supervision'), false) AS conforming,
    coalesce(bool_or(known_result.item_verdict = 'problem'), false) AS problem,
    coalesce(bool_or(known_result.item_verdict = 'not_judged'), false) AS not_judged
FROM moment
INNER JOIN known_result
    ON
        moment.sample_id = known_result.sample_id
        AND moment.known_from >= known_result.known_from
        AND moment.known_from < known_result.known_to
LEFT JOIN contradictory
    ON
        known_result.sample_id = contradictory.sample_id
        AND known_result.item_name = contradictory.item_name
        AND known_result.delivery_id = contradictory.delivery_id
GROUP BY ALL
