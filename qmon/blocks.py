"""How a table is laid out: headings over two rows or with footnote digits, blocks side by side, sums and notes among the records."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from qmon.files import Row, Table
from qmon.sources.contract import Source, heading_key
from qmon.sources.headings import SEARCHED_ROWS, Headings, find_headings

_SUM = re.compile(r"\s*[合小总共]\s*计\s*[:：]?\s*$")
_NOTE = re.compile(r"\s*(?:[备附]\s*注|注|说\s*明|填表说明)\s*[0-9一二三四五六七八九]?\s*[:：]")
ASIDE_STARTS = "合小总共备附注说填 \t\r\n\u3000\xa0"  # first characters of all that the two can match: a cheap test before them
_FOOTNOTE = re.compile(r"(?:\[[0-9]+\]|［[0-9]+］|[（(]注?[0-9]+[)）]|[0-9¹²³⁴-⁹*＊]{1,2})\s*$")


class Block(NamedTuple):
    """The records below one heading: a whole table, or some of its columns where blocks stand side by side.

    name: what the sheet of its rows is called where it is not the whole table; heading: the row, or two, that the heading was read from;
    first, last: its columns.
    """

    table: Table
    headings: Headings
    heading: tuple[tuple[str, ...], ...]
    name: str | None = None
    first: int = 0
    last: int | None = None

    def rows(self) -> Iterator[Row]:
        """The rows below the heading."""
        return map(self._part, islice(self.table.rows(), self.headings.row + 1, None))

    def some(self, numbers: Collection[int]) -> Iterator[Row]:
        """The rows of these numbers, with others among them where the table cannot find them by number."""
        return map(self._part, self.table.some(numbers)) if self.table.some is not None else self.rows()

    def _part(self, row: Row) -> Row:
        sheet, row_no, cells = row
        return sheet if self.name is None else self.name, row_no, cells if self.last is None else cells[self.first : self.last]

    @property
    def starts(self) -> str:
        """The first characters of the heading's rows: what a repetition of it begins with."""
        return "".join(first[0] for row in self.heading if (first := _first(row)))

    def repeats(self, cells: Sequence[str | None]) -> bool:
        """Whether a row among the records is the heading once more."""
        keys = _keys(cells)
        return any(keys == _keys(row) for row in self.heading)


def blocks(source: Source, table: Table, file: str) -> list[Block]:
    """The blocks of a table, none where no heading of the source is found.

    A footnote digit at a heading (食品类别1) is passed over where the heading is known without it and only one column could be meant. A
    heading is read over two rows where that finds more columns. Columns under the same headings, repeated to the right, are blocks.
    """
    known = _known(source)
    head = [_without_footnotes(row, known) for row in table.head]
    named = f"{file} {table.name}"
    found = find_headings(source, head, named)
    if found is not None and not found.missing and not found.unkept and not found.repeated:
        return [_block(table, found, found.row)]
    upper = found.row if found is not None else 0
    best, first = found, found.row if found is not None else 0
    for row in (upper - 1, upper) if found is not None else range(SEARCHED_ROWS):
        if 0 <= row < len(head) - 1:
            joined = find_headings(source, [*([""] for _ in range(row + 1)), _joined(head[row], head[row + 1], known)], named)
            if joined is not None and (best is None or len(joined.columns) > len(best.columns)):
                best, first = joined, row
    if best is None:
        return []
    return _side_by_side(source, table, best, first, named) or [_block(table, best, first)]


def is_sum(cells: Sequence[str | None]) -> bool:
    """Whether a row sums others up (合计, 小计, 总计): its first filled cell says so."""
    return _SUM.match(_first(cells)) is not None


def is_note(cells: Sequence[str | None]) -> bool:
    """Whether a row is a note below a table (注：…): its only text, perhaps merged over several cells, says so."""
    first = _first(cells)
    return _NOTE.match(first) is not None and all(cell == first for cell in cells if cell and cell.strip())


def is_left_out(source: Source, cells: Sequence[str | None]) -> bool:
    """Whether a row is no record of the source: a note, or a sum where sums are no records of their own."""
    return is_note(cells) or (not source.sums_are_records and is_sum(cells))


def is_lonely(cells: Sequence[str | None]) -> bool:
    """Whether one cell alone is filled, as in the further lines of a note."""
    return sum(1 for cell in cells if cell and cell.strip()) == 1


def _block(table: Table, headings: Headings, first: int) -> Block:
    heading = tuple(tuple(row) for row in table.head[first : headings.row + 1])
    return Block(table, headings._replace(names=heading[0]) if len(heading) == 1 else headings, heading)


def _first(cells: Sequence[str | None]) -> str:
    return next((cell for cell in cells if cell and cell.strip()), "")


def _keys(cells: Sequence[str | None]) -> list[str]:
    keys = [heading_key(cell) for cell in cells]
    while keys and not keys[-1]:
        keys.pop()
    return keys


def _known(source: Source) -> frozenset[str]:
    """The keys of all headings that the source knows, to be taken or to be left."""
    headings = [*source.ignored, *source.personal]
    for record in source.records.values():
        headings += [heading for spellings in record.columns.values() for heading in spellings] + [*record.ignored]
    return frozenset(heading_key(heading) for heading in headings)


def _without_footnotes(row: Sequence[str], known: frozenset[str]) -> list[str]:
    plain = [_FOOTNOTE.sub("", cell) if heading_key(cell) not in known else cell for cell in row]
    keys = [heading_key(cell) for cell in plain]
    return [
        changed if changed != cell and key in known and keys.count(key) == 1 else cell
        for cell, changed, key in zip(row, plain, keys, strict=True)
    ]


def _joined(upper: Sequence[str], lower: Sequence[str], known: frozenset[str]) -> list[str]:
    """One heading out of two rows: a cell above several stands above each of them."""
    names: list[str] = []
    group = ""
    for position in range(max(len(upper), len(lower))):
        above = upper[position] if position < len(upper) else ""
        below = lower[position] if position < len(lower) else ""
        group = above if above.strip() or not below.strip() else group
        offered = (group + below, below, above)
        names.append(next((name for name in offered if heading_key(name) in known), group + below if above != below else below))
    return names


def _side_by_side(source: Source, table: Table, headings: Headings, first: int, named: str) -> list[Block]:
    keys = [heading_key(name) for name in headings.names]
    lead = next((key for key in keys if key), "")
    starts = [position for position, key in enumerate(keys) if key == lead]
    if len(starts) < 2:
        return []
    ends = [*starts[1:], len(keys)]
    parts = [headings.names[start:end] for start, end in zip(starts, ends, strict=True)]
    if any(_keys(part) != _keys(parts[0]) for part in parts):
        return []
    width = len(_keys(parts[0]))
    found: list[Block] = []
    for start in starts:
        names = headings.names[start : start + width]
        part = find_headings(source, [*([""] for _ in range(headings.row)), names], named)
        if part is None:
            return []
        name = f"{table.name}!{_letters(start)}:{_letters(start + width - 1)}" if found else table.name
        rows = tuple(tuple(row[start : start + width]) for row in table.head[first : headings.row + 1])
        found.append(Block(table, part, rows, name, start, start + width))
    return found


def _letters(position: int) -> str:
    """A column as spreadsheets call it, from 0: A, B, …, Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
