-- one row is one sample as the office knew it from known_from to known_to by its reports, with the verdict that its items then made
WITH described AS (
    SELECT *
    FROM curated_sample
    WHERE /*of_deliveries*/
),

moment_of AS MATERIALIZED (
    SELECT *
    FROM moment
    WHERE /*of_deliveries*/
),

-- First those of these samples: beside what describes them there is no room for those of all.
verdicts AS MATERIALIZED (
    SELECT *
    FROM item_verdicts
    WHERE sample_id IN (SELECT sample_id FROM moment_of)
)

SELECT
    described.* REPLACE (
        CASE
            WHEN whole_list.delivery_id IS NOT NULL THEN 'all'
            WHEN described.listing IS DISTINCT FROM 'paired' THEN described.listing
            WHEN whole_notice.source IS NULL THEN 'failures'
            ELSE 'all'
        END AS listing
    ),
    moment_of.issue,
    moment_of.known_from,
    moment_of.known_to,
    coalesce(
        described.reported_on, described.published_on, described.arrived_on, described.sampled_on, DATE '-infinity'
    ) AS valid_from,
    DATE 'infinity' AS valid_to,
    false AS counterfeit,
    CAST(NULL AS VARCHAR) AS event_id,
    coalesce(verdicts.n_items, 0) AS n_items,
    coalesce(verdicts.n_supervision, 0) AS n_supervision,
    coalesce(verdicts.n_risk, 0) AS n_risk,
    coalesce(verdicts.n_contradictions, 0) AS n_contradictions,
    conclusions.verdict AS verdict_derived,
    conclusions.risk_verdict AS risk_verdict_derived,
    conclusions.text AS conclusion_derived
FROM moment_of
INNER JOIN described USING (sample_id, delivery_id)
LEFT JOIN verdicts ON moment_of.sample_id = verdicts.sample_id AND moment_of.known_from = verdicts.known_from
LEFT JOIN conclusions
    ON
        coalesce(verdicts.nonconforming, false) = conclusions.nonconforming
        AND coalesce(verdicts.conforming, false) = conclusions.conforming
        AND coalesce(verdicts.problem, false) = conclusions.problem
        AND coalesce(verdicts.not_judged, false) = conclusions.not_judged
LEFT JOIN whole_list
    ON
        described.delivery_id = whole_list.delivery_id
        AND moment_of.known_from >= whole_list.known_from
        AND moment_of.known_from < whole_list.known_to
LEFT JOIN whole_notice
    ON
        described.listing = 'paired'
        AND described.source = whole_notice.source
        AND described.issue_no IS NOT DISTINCT FROM whole_notice.issue_no
        AND described.published_on IS NOT DISTINCT FROM whole_notice.published_on
        AND moment_of.known_from >= whole_notice.known_from
