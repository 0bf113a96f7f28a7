-- one row is one version of an event of a touched sample, or of none that is known
FROM event_history
