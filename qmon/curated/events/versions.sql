-- one row is one version of an event and one sample that it is about, known until the next version of the event
SELECT
    stated.*,
    about.sample_id,
    coalesce(lead(stated.known_from) OVER (PARTITION BY stated.event_id, about.sample_id ORDER BY stated.known_from), TIMESTAMP 'infinity') AS known_to
FROM stated
LEFT JOIN about ON stated.sample_key = about.sample_key
