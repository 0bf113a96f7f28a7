"""Reads the tables in published/: counts, rates and limits that somebody printed, each row with its source."""

import csv
from functools import cache
from pathlib import Path

PUBLISHED = Path(__file__).parent / "published"


@cache
def figures(name: str) -> tuple[dict[str, str], ...]:
    """The rows of published/`name`.csv as text. What was not printed is marked `chosen` in the column source."""
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
