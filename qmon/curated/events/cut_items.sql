-- one row is one tested item of a sample with events, as known from one cut on; of an item's several rows the first stands for it
SELECT
    cut.sample_id,
    cut.known_from AS cut_from,
    known_result.item_name,
    coalesce(known_result.item_code, known_result.item_name) AS item_key,
    known_result.track,
    known_result.item_verdict,
    CASE
        WHEN known_result.item_verdict IN ('not_tested', 'void') THEN known_result.item_verdict
        ELSE coalesce(known_result.item_verdict_derived, known_result.item_verdict)
    END AS verdict_derived,
    known_result.hazard_class IS NOT DISTINCT FROM 'H04' OR known_result.plan_n IS NOT NULL AS is_microbial
FROM cut
INNER JOIN known_result
    ON cut.sample_id = known_result.sample_id AND cut.known_from >= known_result.known_from AND cut.known_from < known_result.known_to
QUALIFY row_number() OVER (PARTITION BY cut.sample_id, cut.known_from, known_result.item_name ORDER BY known_result.row_no, known_result.delivery_id, known_result.sheet) = 1
