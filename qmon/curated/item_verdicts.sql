-- one row is one sample at one moment: which item verdicts it then had, and on which track, by its items in some deliveries
-- Several rows of one item in one delivery are one item; their first row stands for it.
-- The verdict of an item is the one derived from its result and limit, else the reported one; what was not tested or is void stays so.
WITH item AS (
    SELECT
        known_item.sample_id,
        known_item.known_from,
        known_item.known_to,
        known_item.track,
        CASE
            WHEN known_item.item_verdict IN ('not_tested', 'void') THEN known_item.item_verdict
            ELSE coalesce(known_item.item_verdict_derived, known_item.item_verdict)
        END AS item_verdict,
        repeated_item.item_name IS NULL OR known_item.row_no = repeated_item.first_row_no AS is_item,
        coalesce(repeated_item.contradictory, false) AS contradictory
    FROM (SELECT * FROM known_item WHERE /*of_deliveries*/) AS known_item
    LEFT JOIN repeated_item
        ON
            known_item.sample_id = repeated_item.sample_id
            AND known_item.item_name = repeated_item.item_name
            AND known_item.delivery_id = repeated_item.delivery_id
),

-- First what was known for equally long: to join every item with the moments of its sample takes more memory than there is.
together AS (
    SELECT
        sample_id,
        known_from,
        known_to,
        count(*) FILTER (is_item) AS n_items,
        count(*) FILTER (is_item AND track = 'supervision') AS n_supervision,
        count(*) FILTER (is_item AND track = 'risk') AS n_risk,
        count(*) FILTER (is_item AND contradictory) AS n_contradictions,
        bool_or(item_verdict = 'nonconforming' AND track = 'supervision') AS nonconforming,
        bool_or(item_verdict = 'conforming' AND track = 'supervision') AS conforming,
        bool_or(item_verdict = 'problem') AS problem,
        bool_or(item_verdict = 'not_judged') AS not_judged
    FROM item
    GROUP BY ALL
)

SELECT
    moment.sample_id,
    moment.known_from,
    CAST(sum(together.n_items) AS BIGINT) AS n_items,
    CAST(sum(together.n_supervision) AS BIGINT) AS n_supervision,
    CAST(sum(together.n_risk) AS BIGINT) AS n_risk,
    CAST(sum(together.n_contradictions) AS BIGINT) AS n_contradictions,
    coalesce(bool_or(together.nonconforming), false) AS nonconforming,
    coalesce(bool_or(together.conforming), false) AS conforming,
    coalesce(bool_or(together.problem), false) AS problem,
    coalesce(bool_or(together.not_judged), false) AS not_judged
FROM moment
INNER JOIN together
    ON
        moment.sample_id = together.sample_id
        AND moment.known_from >= together.known_from
        AND moment.known_from < together.known_to
GROUP BY ALL
