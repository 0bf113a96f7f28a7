"""decision: a person's answers to findings."""
