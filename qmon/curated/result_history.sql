-- one row is one tested item as known_item has it, and how long it stands: from the day from which its sample's first report does
SELECT
    known_item.*,
    coalesce(first_valid.valid_from, DATE '-infinity') AS valid_from
FROM known_item
LEFT JOIN first_valid ON known_item.sample_id = first_valid.sample_id
