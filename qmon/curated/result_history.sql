-- one row is one tested item of some deliveries as known_item has it, of a sample that no event changes: it stands from the day from which the
-- first report of its sample does
SELECT
    known_item.*,
    coalesce(valid_of_part.valid_from, DATE '-infinity') AS valid_from,
    CAST(NULL AS VARCHAR) AS event_id
FROM (SELECT * FROM known_item WHERE /*of_deliveries*/) AS known_item
ANTI JOIN piece ON known_item.sample_id = piece.sample_id
LEFT JOIN valid_of_part ON known_item.sample_id = valid_of_part.sample_id
