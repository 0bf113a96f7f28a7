"""landed: every cell of a delivery as text, one record per row, in bounded pieces. A scan of the kept file, not a stored copy."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from qmon import files
from qmon.dictionary import dictionary
from qmon.engine import connect
from qmon.files import Refused
from qmon.findings import Place, finding
from qmon.personal import masked_numbers
from qmon.raw import Receipt
from qmon.sources.contract import Source
from qmon.sources.headings import Headings, find_headings

PIECE = 100_000  # records in one piece: what is in memory does not grow with the delivery
_DELIMITERS = (",", "\t", ";", "|")


class Piece(NamedTuple):
    """Some records of one kind: text columns under their dictionary names, with sheet, row_no and content_hash (of all cells)."""

    kind: str
    table: pa.Table


class Sheet(NamedTuple):
    """One sheet (the whole file, for CSV): its name and its records as lists of text, with a quick reader where there is one."""

    name: str
    head: list[list[str]]
    rows: Iterable[list[str]]
    quick: tuple[Path, str] | None = None


class Landing:
    """The records of one delivery. Iterate over `pieces` once; findings, quarantine and counts are complete afterwards."""

    def __init__(self, receipt: Receipt, path: Path, source: Source, scratch: Path) -> None:
        self.receipt, self.path, self.source, self.scratch = receipt, path, source, scratch
        self.encoding = ""
        self.n_records = 0
        self.connection = connect()
        self.findings: list[dict[str, Any]] = []
        self.quarantine: list[dict[str, Any]] = []
        self.kinds: dict[str, frozenset[str]] = {}  # the columns that every sheet of a kind has

    def pieces(self) -> Iterator[Piece]:
        """The records in order. Raises Refused where the delivery as a whole cannot be read (F01-F05, F09, H01, H05)."""
        recognised = 0
        for sheet in self._sheets():
            headings = find_headings(self.source, sheet.head)
            if headings is None:
                if any(any(cell.strip() for cell in row) for row in sheet.head):
                    first = next((row for row in sheet.head if any(cell.strip() for cell in row)), [])
                    self._say("H03", sheet.name, f"没有找到 {self.source.title} 的表头", " | ".join(first)[:200])
                continue
            recognised += 1
            self._audit(headings, sheet.name)
            yield from self._pieces_of(sheet, headings)
        if not recognised:
            raise Refused("H01", f"没有一行像 {self.source.title} 的表头")
        if self.n_records == 0:
            raise Refused("F02", "表头下没有记录")

    def cells(self, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], dict[str, str]]:
        """The cells of some records by (sheet, row_no): heading -> text, personal columns left out."""
        found: dict[tuple[str, int], dict[str, str]] = {}
        for sheet in self._sheets():
            headings = find_headings(self.source, sheet.head)
            numbers = {row_no for name, row_no in wanted if name == sheet.name}
            if headings is None or not numbers:
                continue
            for row_no, row in enumerate(sheet.rows, start=1):
                if row_no in numbers:
                    found[sheet.name, row_no] = _open_cells(headings, row)
        return found

    def _sheets(self) -> Iterator[Sheet]:
        content = files.recognise(self.path)
        self.encoding = content.encoding
        if content.shape == "workbook":
            for name, rows in files.workbook_sheets(self.path):
                yield Sheet(name, rows[:25], rows)
            return
        text = files.as_utf8(self.path, content.encoding, self.scratch)
        head_text = files.first_lines(text, 25)
        delimiter = max(_DELIMITERS, key=lambda mark: (head_text.count(mark), mark == ","))
        head = list(_head_rows(head_text, delimiter))
        one_line = (
            bool(head)
            and "\n" not in head_text.split("\n")[0]
            and next(csv.reader([head_text.split("\n")[0]], delimiter=delimiter), []) == head[0]
        )
        yield Sheet("", head, files.csv_rows(text, delimiter), (text, delimiter) if one_line else None)

    def _audit(self, headings: Headings, sheet: str) -> None:
        """Each heading is mapped, ignored by name, personal, or said to be unknown; what the source promises and is not there is said."""
        fields = dictionary().fields
        record = self.source.records[headings.kind]
        if headings.missing:
            names = "、".join(f"{fields[column].zh}（{' / '.join(record.columns[column][:3])}）" for column in headings.missing)
            raise Refused("H01", f"工作表 {sheet or '-'} 缺少 {names}；未知列：{'、'.join(headings.unknown) or '无'}")
        if headings.repeated:
            raise Refused("H05", f"工作表 {sheet or '-'}：{'、'.join(headings.repeated)}")
        for heading in headings.unknown:
            self._say("H02", sheet, f"列 {heading.strip()!r} 没有对应，未接收", heading.strip(), row_no=headings.row + 1)
        for column in headings.unkept:
            self._say(
                "H04",
                sheet,
                f"缺少承诺列 {fields[column].zh}（{' / '.join(record.columns[column][:3])}）",
                column=column,
            )
        present = frozenset((*headings.columns.values(), *record.constants, *record.derived))
        self.kinds[headings.kind] = self.kinds.get(headings.kind, present) & present

    def _pieces_of(self, sheet: Sheet, headings: Headings) -> Iterator[Piece]:
        next_row = headings.row + 2
        if sheet.quick is not None and headings.row == 0:
            for table in _quick_tables(*sheet.quick, width=headings.width):
                if table is None:
                    break
                yield self._piece(table, headings, sheet.name, pa.array(range(next_row, next_row + table.num_rows), pa.int64()))
                next_row += table.num_rows
            else:
                return
        rows: list[Sequence[str]] = []
        numbers: list[int] = []
        for row_no, row in enumerate(sheet.rows, start=1):
            if row_no < next_row:
                continue
            if len(row) != headings.width and (len(row) < headings.width or any(cell.strip() for cell in row[headings.width :])):
                self._ragged(headings, sheet.name, row_no, row)
                continue
            rows.append(row)
            numbers.append(row_no)
            if len(rows) == PIECE:
                yield self._piece(_as_table(rows, headings.width), headings, sheet.name, pa.array(numbers, pa.int64()))
                rows, numbers = [], []
        if rows:
            yield self._piece(_as_table(rows, headings.width), headings, sheet.name, pa.array(numbers, pa.int64()))

    def _piece(self, table: pa.Table, headings: Headings, sheet: str, numbers: pa.Array) -> Piece:
        """The mapped columns of some records; records without any content are none."""
        cells = ", ".join(table.column_names)
        self.connection.register("landed", table)
        query = f"SELECT hash({cells}) AS digest, coalesce({cells}) IS NOT NULL AS filled FROM landed"
        seen = self.connection.sql(query).to_arrow_table()
        columns = {name: table.column(position) for position, name in headings.columns.items()}
        filled = pa.table(columns | {"sheet": pa.repeat(sheet, len(numbers)), "row_no": numbers, "content_hash": seen["digest"]}).filter(
            seen["filled"]
        )
        self.n_records += filled.num_rows
        return Piece(headings.kind, filled)

    def _ragged(self, headings: Headings, sheet: str, row_no: int, row: Sequence[str]) -> None:
        self.n_records += 1
        self._say("H06", sheet, f"表头 {headings.width} 列，本行 {len(row)} 列", row_no=row_no)
        self.quarantine.append(
            {
                "delivery_id": self.receipt.delivery_id,
                "file": self.receipt.file,
                "sheet": sheet,
                "row_no": row_no,
                "code": "H06",
                # Shifted cells cannot be told apart from personal ones where the form has any: then only their number is kept here.
                "cells": json.dumps(
                    {"n": len(row)} if headings.personal else {str(n): masked_numbers(cell) for n, cell in enumerate(row)},
                    ensure_ascii=False,
                ),
            }
        )

    def _say(
        self,
        code: str,
        sheet: str,
        message: str,
        found: str | None = None,
        column: str | None = None,
        row_no: int | None = None,
    ) -> None:
        place = Place(self.receipt.delivery_id, self.receipt.file, sheet, row_no, column)
        self.findings.append(finding(code, place, message, found))


def from_raw(receipt: Receipt, path: Path, source: Source, scratch: Path) -> Landing:
    """The delivery whose bytes lie in `path`, ready to be read; `scratch` takes a UTF-8 copy where the encoding is another."""
    return Landing(receipt, path, source, scratch)


def _quick_tables(path: Path, delimiter: str, width: int) -> Iterator[pa.Table | None]:
    """The records below a one-line heading, read by DuckDB as text. Ends with None where a record is not regular: the careful reader
    goes on from there, so that both together read what the careful one would read alone."""
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(width))
    with connect() as connection:
        try:
            reader = connection.sql(
                f"""SELECT * FROM read_csv($path, delim = $delim, quote = '"', escape = '"', skip = 1, header = false,
                    auto_detect = false, strict_mode = true, null_padding = false, columns = {{{columns}}}, max_line_size = 4000000)""",
                params={"path": str(path), "delim": delimiter},
            ).to_arrow_reader(PIECE)
            batches: list[pa.RecordBatch] = []
            for batch in reader:
                batches.append(batch)
                if sum(one.num_rows for one in batches) >= PIECE:
                    yield pa.Table.from_batches(batches)
                    batches = []
            if batches:
                yield pa.Table.from_batches(batches)
        except (duckdb.Error, pa.ArrowException):
            yield None


def _as_table(rows: Sequence[Sequence[str]], width: int) -> pa.Table:
    """Records as text columns c0, c1, …; an empty cell is null, as the quick reader has it."""
    return pa.table(
        {
            f"c{number}": pa.array([row[number] or None if number < len(row) else None for row in rows], pa.string())
            for number in range(width)
        }
    )


def _head_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter):
            if row:
                yield row
    except csv.Error:
        return


def _open_cells(headings: Headings, row: Sequence[str]) -> dict[str, str]:
    named = zip(headings.names, row, strict=False)
    return {
        name.strip() or f"第{n + 1}列": masked_numbers(cell) for n, (name, cell) in enumerate(named) if n not in headings.personal and cell
    }
