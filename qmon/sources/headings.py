"""Which kind of record a sheet holds, and which of its headings is which column: mapped, ignored by name, personal, or unknown."""

from collections.abc import Sequence
from typing import NamedTuple

from qmon.sources.contract import Record, Source, heading_key

SEARCHED_ROWS = 20  # titles and notes above a heading are few


class Headings(NamedTuple):
    """A sheet's heading row, understood.

    row: its position from 0; kind: the record kind; width: number of columns; columns: position -> dictionary column;
    personal: positions to drop; unknown: headings that nobody mapped; repeated: headings or columns that stand twice;
    missing: required columns that are not there; unkept: promised columns that are not there.
    """

    row: int
    kind: str
    width: int
    names: tuple[str, ...]
    columns: dict[int, str]
    personal: frozenset[int]
    unknown: tuple[str, ...]
    repeated: tuple[str, ...]
    missing: tuple[str, ...]
    unkept: tuple[str, ...]


def find_headings(source: Source, rows: Sequence[Sequence[str]]) -> Headings | None:
    """The heading among the first rows of a sheet, or None where no row looks like one of any kind of record of the source.

    A row is the heading of a kind when it holds all of the kind's marks, each under any heading of its column; failing that, when at
    least half of the kind's columns (and two) stand in it: then a mark was renamed or left out, which the findings on the heading say.
    """
    best: tuple[int, int, str] | None = None
    for number, row in enumerate(rows[:SEARCHED_ROWS]):
        keys = {heading_key(cell) for cell in row} - {""}
        for kind, record in source.records.items():
            known = sum(any(heading_key(heading) in keys for heading in headings) for headings in record.columns.values())
            if all(_stands(mark, record, keys) for mark in record.marks):
                known += 1000
            elif known < max(2, len(record.columns) / 2):
                continue
            if best is None or known > best[0]:
                best = (known, number, kind)
    if best is None:
        return None
    _, number, kind = best
    return _understand(source, source.records[kind], kind, number, rows[number])


def _stands(mark: str, record: Record, keys: set[str]) -> bool:
    """Whether a mark stands among the headings `keys`, itself or under another heading of the same column."""
    spellings = next((headings for headings in record.columns.values() if mark in headings), (mark,))
    return any(heading_key(spelling) in keys for spelling in spellings)


def _understand(source: Source, record: Record, kind: str, number: int, row: Sequence[str]) -> Headings:
    column_of = {heading_key(heading): column for column, headings in record.columns.items() for heading in headings}
    ignored = {heading_key(heading) for heading in (*source.ignored, *record.ignored)}
    personal = {heading_key(heading) for heading in source.personal}
    columns: dict[int, str] = {}
    hidden: set[int] = set()
    unknown: list[str] = []
    repeated: list[str] = []
    for position, heading in enumerate(row):
        key = heading_key(heading)
        if key in personal:
            hidden.add(position)
        elif key in column_of:
            if column_of[key] in columns.values():
                repeated.append(heading)
            columns[position] = column_of[key]
        elif key and key not in ignored:
            unknown.append(heading)
    present = set(columns.values())
    return Headings(
        row=number,
        kind=kind,
        width=len(row),
        names=tuple(row),
        columns=columns,
        personal=frozenset(hidden),
        unknown=tuple(unknown),
        repeated=tuple(repeated),
        missing=tuple(column for column in record.required if column not in present),
        unkept=tuple(column for column in record.columns if column not in present and column not in (*record.optional, *record.required)),
    )
