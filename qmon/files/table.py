"""One table of a delivered file, whatever it was delivered in: text cells with the address that each row has in that file."""

import datetime
from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

HEAD = 25  # rows among which a heading is looked for

Row = tuple[str, int, Sequence[str]]  # sheet, row number, cells


class Table(NamedTuple):
    """A sheet, a CSV file, a table of a database or of a web page, or the records of JSON documents.

    name: as the sheet is called ("" for a whole file); head: the first rows; rows: gives all rows, those of `head` among
    them, each time from the first; quick: the UTF-8 file and delimiter where the heading is the file's first line, so that a faster reader
    can take the records; some: gives the rows of some numbers, where they are found without reading all.
    """

    name: str
    head: list[Sequence[str]]
    rows: Callable[[], Iterator[Row]]
    quick: tuple[Path, str] | None = None
    some: Callable[[Collection[int]], Iterator[Row]] | None = None


def of_rows(name: str, rows: Sequence[Sequence[str]]) -> Table:
    """A table whose rows are in memory, numbered from 1."""
    return Table(name, list(rows[:HEAD]), lambda: ((name, number, row) for number, row in enumerate(rows, start=1)))


def cell_text(cell: object) -> str:
    """A typed cell as text: a number in its shortest exact decimal form, a date as 2024-03-05, nothing as ""."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell - cell == 0:
        return format(Decimal(repr(cell)).quantize(1) if cell.is_integer() and abs(cell) < 1e18 else Decimal(repr(cell)), "f")
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, bytes):
        return cell.hex()
    return str(cell)
