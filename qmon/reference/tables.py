"""Reads the reference tables: CSV files beside this module, every cell as text."""

import csv
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of `<table>.csv` as dicts of text, in file order; an empty cell is "".

    Raises FileNotFoundError for a table that does not exist and ValueError for a row that is wider or
    narrower than its heading: a shifted reference table must never be read.
    """
    with open(_FOLDER / f"{table}.csv", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        heading = next(reader)
        found = []
        for number, cells in enumerate(reader, start=2):
            if len(cells) != len(heading):
                raise ValueError(f"{table}.csv line {number}: {len(cells)} cells under {len(heading)} headings")
            found.append(dict(zip(heading, cells, strict=True)))
    return tuple(found)


def several(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values divided by "|"; () when it is empty."""
    return tuple(part for part in cell.split("|") if part)
