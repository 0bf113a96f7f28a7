"""published_table: counts and rates that some body printed."""
