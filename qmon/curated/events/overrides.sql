-- one row is one item of a piece whose verdict an event has changed: the event that stands last
SELECT
    piece.sample_id,
    piece.known_from,
    piece.valid_from,
    event_standing.meant_item AS item_name,
    max_by(event_standing.item_verdict, event_standing.nth) AS item_verdict,
    max_by(event_standing.event_id, event_standing.nth) AS event_id,
    max(event_standing.nth) AS nth
FROM piece
INNER JOIN event_standing
    ON
        piece.sample_id = event_standing.sample_id
        AND piece.known_from = event_standing.cut_from
        AND event_standing.takes_effect
        AND event_standing.effective_on <= piece.valid_from
WHERE event_standing.event_kind IN ('re_inspection', 'correction')
GROUP BY ALL
