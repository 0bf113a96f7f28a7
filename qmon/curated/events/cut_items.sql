-- one row is one tested item of a sample with events, as known from one cut on; of an item's several rows the first stands for it
SELECT
    cut.sample_id,
    cut.known_from AS cut_from,
    known_item.item_name,
    coalesce(known_item.item_code, known_item.item_name) AS item_key,
    known_item.track,
    known_item.item_verdict,
    CASE
        WHEN known_item.item_verdict IN ('not_tested', 'void') THEN known_item.item_verdict
        ELSE coalesce(known_item.item_verdict_derived, known_item.item_verdict)
    END AS verdict_derived,
    known_item.hazard_class IS NOT DISTINCT FROM 'H04' OR known_item.plan_n IS NOT NULL AS is_microbial
FROM cut
INNER JOIN known_item
    ON cut.sample_id = known_item.sample_id AND cut.known_from >= known_item.known_from AND cut.known_from < known_item.known_to
QUALIFY row_number() OVER (PARTITION BY cut.sample_id, cut.known_from, known_item.item_name ORDER BY known_item.row_no, known_item.delivery_id, known_item.sheet) = 1
