"""Which kind of record a sheet holds, and which of its headings is which column: mapped, ignored by name, personal, or unknown."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from qmon import grammar
from qmon.grammar.failing import Part
from qmon.sources.contract import Record, Source, heading_key
from qmon.sources.several_items import COLUMN_OF, Numbered, analyte, joined_parts, numbered_part

SEARCHED_ROWS = 20  # titles and notes above a heading are few
TITLE = "notice_title"
_UNIT_OF = {
    "value_text": "unit_text",
    "limit_text": "limit_unit_text",
    "limit_low_text": "limit_unit_text",
    "limit_high_text": "limit_unit_text",
    "lod_text": "lod_unit_text",
    "n_text": "n_unit_text",
    "n_pass_text": "n_pass_unit_text",
    "n_fail_text": "n_fail_unit_text",
}
_ASIDE = re.compile(r"[*★]|[(（](?:隐藏栏|必填|★必填|标注单位)[)）]")


class Headings(NamedTuple):
    """A sheet's heading row, understood.

    row: its position from 0; kind: the record kind; width: number of columns; columns: position -> dictionary column;
    units: unit column -> the unit that a heading states; joined: position -> the parts of items in each cell;
    numbered: position -> the part of which item; analytes: position -> the item whose results stand there;
    title: file, sheet and rows above; personal: positions to drop; unknown: headings that nobody mapped;
    repeated: headings or columns that stand twice; missing: required columns that are not there; unkept: promised ones that are not.
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
    units: dict[str, str]
    joined: dict[int, tuple[Part, ...]]
    numbered: dict[int, Numbered]
    analytes: dict[int, str]
    title: str

    @property
    def several(self) -> tuple[int, ...]:
        """The positions of the columns in which one record may report several items."""
        return (*self.joined, *self.numbered, *self.analytes)

    @property
    def present(self) -> frozenset[str]:
        """The dictionary columns that the sheet brings."""
        parts = {part for order in self.joined.values() for part in order} | {numbered.part for numbered in self.numbered.values()}
        parts |= {"item", "value"} if self.analytes else set()
        return frozenset(self.columns.values()).union((COLUMN_OF[part] for part in parts), self.units)


class _Meaning(NamedTuple):
    """What one heading means to a kind of record; nothing at all where nobody mapped it."""

    column: str | None = None
    unit: str | None = None
    joined: tuple[Part, ...] | None = None
    numbered: Numbered | None = None
    analyte: str | None = None

    @property
    def columns(self) -> frozenset[str]:
        """The dictionary columns that it brings."""
        if self.joined is not None:
            return frozenset(COLUMN_OF[part] for part in self.joined)
        if self.numbered is not None:
            return frozenset({COLUMN_OF[self.numbered.part]})
        return frozenset({"item_name", "value_text"} if self.analyte is not None else {self.column} if self.column is not None else ())


def find_headings(source: Source, rows: Sequence[Sequence[str]], named: str = "") -> Headings | None:
    """The heading among the first rows of a sheet, or None where no row looks like one of any kind of record of the source.

    A row is the heading of a kind when it holds all of the kind's marks, each under any heading of its column; failing that, when at
    least half of the kind's columns (and two) stand in it: then a mark was renamed or left out, which the findings on the heading say.
    `named`: the names of file and sheet, which with the rows above say what a list is of.
    """
    best: tuple[int, int, str] | None = None
    for number, row in enumerate(rows[:SEARCHED_ROWS]):
        title = _title(named, rows[:number])
        for kind, record in source.records.items():
            meanings = [_meaning(source, record, heading) for heading in row if heading.strip()]
            present = frozenset().union(*(meaning.columns for meaning in meanings))
            if present & set(record.without) or not _titled(record, f"{title} {' '.join(row)}"):
                continue
            known = len(present)
            if all(_stands(mark, record, row, present) for mark in record.marks):
                known += 1000
            elif known < max(2, len(record.columns) / 2) or len(record.marks) == 0:
                continue
            if best is None or known > best[0]:
                best = (known, number, kind)
    if best is None:
        return None
    _, number, kind = best
    return _understand(source, kind, number, rows[number], _title(named, rows[:number]))


def _title(named: str, above: Sequence[Sequence[str]]) -> str:
    return " ".join((named, *dict.fromkeys(cell.strip() for row in above for cell in row if cell.strip())))


def _titled(record: Record, title: str) -> bool:
    """Whether the title says what lists of this kind must say; 不合格 does not say 合格."""
    return record.titled is None or re.search(record.titled, title) is not None


def _stands(mark: str, record: Record, row: Sequence[str], present: frozenset[str]) -> bool:
    """Whether a mark stands in the heading: a column under any of its headings, or a heading, itself or another of its column."""
    if mark in present or mark in record.columns:
        return mark in present
    column = next((column for column, headings in record.columns.items() if mark in headings), None)
    return column in present if column is not None else heading_key(mark) in {heading_key(cell) for cell in row}


def _ignored(source: Source, record: Record, heading: str) -> bool:
    return heading_key(heading) in source.ignored_keys or heading_key(heading) in record.ignored_keys


def _meaning(source: Source, record: Record, heading: str) -> _Meaning:
    """What a heading means to a kind of record: first as it is spelled, then without marks aside and without the unit in it."""
    known = record.spellings
    for spelled in (heading, _ASIDE.sub("", heading)):
        if (key := heading_key(spelled)) in known:
            return _Meaning(known[key], record.units_of_headings.get(key))
    if _ignored(source, record, heading) or heading_key(heading) in source.refusals:
        return _Meaning()
    if "cells" in record.items_in and (joined := joined_parts(heading)) is not None:
        return _Meaning(joined=joined)
    read = grammar.read_item(heading)
    if read.unit_text is not None and (column := known.get(heading_key(read.name))) in _UNIT_OF:
        return _Meaning(column, read.unit_text)
    if "columns" in record.items_in:
        if (numbered := numbered_part(heading)) is not None:
            return _Meaning(numbered=numbered)
        if (item := analyte(source.domain or "", heading)) is not None:
            return _Meaning(analyte=item)
    return _Meaning()


def _understand(source: Source, kind: str, number: int, row: Sequence[str], title: str) -> Headings:
    record = source.records[kind]
    personal = {heading_key(heading) for heading in source.personal}
    meanings = {position: _meaning(source, record, heading) for position, heading in enumerate(row) if heading.strip()}
    hidden = frozenset(position for position, heading in enumerate(row) if heading.strip() and heading_key(heading) in personal)
    columns: dict[int, str] = {}
    unknown: list[str] = []
    repeated: list[str] = []
    for position, meaning in meanings.items():
        if position in hidden:
            continue
        if meaning.column is not None:
            if meaning.column in columns.values():
                repeated.append(row[position])
            columns[position] = meaning.column
        elif not meaning.columns and not _ignored(source, record, row[position]):
            unknown.append(row[position])
    seen = {position: meaning for position, meaning in meanings.items() if position not in hidden}
    present = frozenset().union(*(meaning.columns for meaning in seen.values()))
    return Headings(
        row=number,
        kind=kind,
        width=len(row),
        names=tuple(row),
        columns=columns,
        personal=hidden,
        unknown=tuple(unknown),
        repeated=tuple(repeated),
        missing=tuple(column for column in record.required if column not in present),
        unkept=tuple(column for column in record.columns if column not in present and column not in (*record.optional, *record.required)),
        units={_UNIT_OF[meaning.column]: meaning.unit for meaning in seen.values() if meaning.column and meaning.unit},
        joined={position: meaning.joined for position, meaning in seen.items() if meaning.joined is not None},
        numbered={position: meaning.numbered for position, meaning in seen.items() if meaning.numbered is not None},
        analytes={position: meaning.analyte for position, meaning in seen.items() if meaning.analyte is not None},
        title=title,
    )
