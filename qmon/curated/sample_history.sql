-- one row is one sample as the office knew it from known_from to known_to by its reports, with the verdict that its items then made
SELECT
    curated_sample.* REPLACE (
        CASE
            WHEN whole_list.delivery_id IS NOT NULL THEN 'all'
            WHEN curated_sample.listing IS DISTINCT FROM 'paired' THEN curated_sample.listing
            WHEN whole_notice.source IS NULL THEN 'failures'
            ELSE 'all'
        END AS listing
    ),
    moment.issue,
    moment.known_from,
    moment.known_to,
    coalesce(
        curated_sample.reported_on, curated_sample.published_on, curated_sample.arrived_on, curated_sample.sampled_on, DATE '-infinity'
    ) AS valid_from,
    DATE 'infinity' AS valid_to,
    false AS counterfeit,
    CAST(NULL AS VARCHAR) AS event_id,
    coalesce(item_verdicts.n_items, 0) AS n_items,
    coalesce(item_verdicts.n_supervision, 0) AS n_supervision,
    coalesce(item_verdicts.n_risk, 0) AS n_risk,
    coalesce(item_verdicts.n_contradictions, 0) AS n_contradictions,
    conclusions.verdict AS verdict_derived,
    conclusions.risk_verdict AS risk_verdict_derived,
    conclusions.text AS conclusion_derived
FROM moment
INNER JOIN curated_sample USING (sample_id, delivery_id)
LEFT JOIN item_verdicts ON moment.sample_id = item_verdicts.sample_id AND moment.known_from = item_verdicts.known_from
LEFT JOIN conclusions
    ON
        coalesce(item_verdicts.nonconforming, false) = conclusions.nonconforming
        AND coalesce(item_verdicts.conforming, false) = conclusions.conforming
        AND coalesce(item_verdicts.problem, false) = conclusions.problem
        AND coalesce(item_verdicts.not_judged, false) = conclusions.not_judged
LEFT JOIN whole_list
    ON
        curated_sample.delivery_id = whole_list.delivery_id
        AND moment.known_from >= whole_list.known_from
        AND moment.known_from < whole_list.known_to
LEFT JOIN whole_notice
    ON
        curated_sample.listing = 'paired'
        AND curated_sample.source = whole_notice.source
        AND curated_sample.issue_no IS NOT DISTINCT FROM whole_notice.issue_no
        AND curated_sample.published_on IS NOT DISTINCT FROM whole_notice.published_on
        AND moment.known_from >= whole_notice.known_from
