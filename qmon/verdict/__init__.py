"""Verdicts: how the verdicts of items make the verdict of a sample."""
