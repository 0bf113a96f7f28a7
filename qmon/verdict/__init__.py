"""Verdicts: of an item from its result and limit, of a sample from the verdicts of its items."""
