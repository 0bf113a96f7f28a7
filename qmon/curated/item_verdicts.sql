-- one row is one sample at one moment: which item verdicts it then had, and on which track
-- Several rows of one item in one delivery are one item; their first row stands for it.
-- The verdict of an item is the one derived from its result and limit, else the reported one; what was not tested or is void stays so.
-- Hashes say cheaply where that may be; what they bring together by chance is told apart below.
WITH suspected AS (
    SELECT hash(sample_id, item_name, delivery_id) AS item_hash
    FROM known_item
    GROUP BY ALL
    HAVING count(*) > 1
),

repeated AS (
    SELECT
        sample_id,
        item_name,
        delivery_id,
        min(row_no) AS first_row_no,
        min(item_verdict) <> max(item_verdict) AS contradictory
    FROM known_item
    SEMI JOIN suspected ON hash(known_item.sample_id, known_item.item_name, known_item.delivery_id) = suspected.item_hash
    GROUP BY ALL
    HAVING count(*) > 1
),

counted AS (
    SELECT
        known_item.sample_id,
        known_item.track,
        CASE
            WHEN known_item.item_verdict IN ('not_tested', 'void') THEN known_item.item_verdict
            ELSE coalesce(known_item.item_verdict_derived, known_item.item_verdict)
        END AS item_verdict,
        known_item.known_from,
        known_item.known_to,
        repeated.item_name IS NULL OR known_item.row_no = repeated.first_row_no AS is_item,
        coalesce(repeated.contradictory, false) AS contradictory
    FROM known_item
    LEFT JOIN repeated
        ON
            known_item.sample_id = repeated.sample_id
            AND known_item.item_name = repeated.item_name
            AND known_item.delivery_id = repeated.delivery_id
)

SELECT
    moment.sample_id,
    moment.known_from,
    count(*) FILTER (counted.is_item) AS n_items,
    count(*) FILTER (counted.is_item AND counted.track = 'supervision') AS n_supervision,
    count(*) FILTER (counted.is_item AND counted.track = 'risk') AS n_risk,
    count(*) FILTER (counted.is_item AND counted.contradictory) AS n_contradictions,
    coalesce(bool_or(counted.item_verdict = 'nonconforming' AND counted.track = 'supervision'), false) AS nonconforming,
    coalesce(bool_or(counted.item_verdict = 'conforming' AND counted.track = 'supervision'), false) AS conforming,
    coalesce(bool_or(counted.item_verdict = 'problem'), false) AS problem,
    coalesce(bool_or(counted.item_verdict = 'not_judged'), false) AS not_judged
FROM moment
INNER JOIN counted
    ON
        moment.sample_id = counted.sample_id
        AND moment.known_from >= counted.known_from
        AND moment.known_from < counted.known_to
GROUP BY ALL
