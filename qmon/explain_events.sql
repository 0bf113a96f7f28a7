-- one row is one event of one of the samples, in the order in which they stand
SELECT
    sample_id,
    event_id,
    event_kind,
    item_name,
    item_verdict,
    value_text,
    happened_on,
    document,
    reason,
    takes_effect,
    no_effect_reason,
    delivery_id,
    sheet,
    row_no
FROM event_history
WHERE list_contains($sample_ids, sample_id) AND known_to = TIMESTAMP 'infinity'
ORDER BY sample_id, happened_on, event_id
