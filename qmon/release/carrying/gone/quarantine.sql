-- nothing: what was quarantined stays so
false
