"""landed: every cell of a delivery as text, one record per row, in bounded pieces. A scan of the kept file, not a stored copy."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qmon import files
from qmon.blocks import ASIDE_STARTS, Block, blocks, is_left_out, is_lonely, is_note
from qmon.dictionary import dictionary
from qmon.engine import connect
from qmon.files import Refused, Table
from qmon.findings import Place, finding
from qmon.personal import masked_numbers
from qmon.received import Receipt
from qmon.sources.contract import Source, heading_key
from qmon.sources.headings import TITLE, Headings
from qmon.unfolding import carried, unfolded

PIECE = 100_000  # records in one piece: what is in memory does not grow with the delivery

MOST_COLUMNS = 5_000
MOST_RAGGED = 100_000  # records of another width than their heading, of which each is kept as it is, in memory


class Piece(NamedTuple):
    """Some records of one kind: text columns under their dictionary names, with sheet, row_no and content_hash (of all cells)."""

    kind: str
    table: pa.Table


class Landing:
    """The records of one delivery. Iterate over `pieces` once; findings, quarantine and counts are complete afterwards."""

    def __init__(self, receipt: Receipt, path: Path, source: Source, scratch: Path, encoding: str = "") -> None:
        self.receipt, self.path, self.source, self.scratch, self.encoding = receipt, path, source, scratch, encoding
        self.n_records = self.n_ragged = 0
        self.connection = connect(spill=scratch / "spill")  # for all that is asked of this delivery: to open one takes longer than to ask
        self.findings: list[dict[str, Any]] = []
        self.quarantine: list[dict[str, Any]] = []
        self.noted = False  # a note stands above in this block: lonely cells belong to it
        self.kinds: dict[str, frozenset[str]] = {}  # the columns that every sheet of a kind has

    def pieces(self) -> Iterator[Piece]:
        """The records in order. Raises Refused where the delivery as a whole cannot be read (F01-F05, F09, H01, H05)."""
        recognised = 0
        for table in self._tables():
            found = blocks(self.source, table, self.receipt.file)
            if not found and any(any(cell.strip() for cell in row) for row in table.head):
                first = next((row for row in table.head if any(cell.strip() for cell in row)), [])
                n_filled = sum(1 for cell in first if cell.strip())
                self._say("H03", table.name, f"没有找到 {self.source.title} 的表头；首个非空行有 {n_filled} 个单元格有内容")
            for block in found:
                recognised += 1
                self._audit(block.headings, table.name if block.name is None else block.name)
                yield from self._pieces_of(block)
        if not recognised:
            raise Refused("H01", f"没有一行像 {self.source.title} 的表头")
        if self.n_records == 0:
            raise Refused("F02", "表头下没有记录")

    def cells(self, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], dict[str, str]]:
        """The cells of some records by (sheet, row_no): heading -> text, personal columns left out."""
        found: dict[tuple[str, int], dict[str, str]] = {}
        numbers = {row_no for _, row_no in wanted}
        for table in self._tables():
            for block in blocks(self.source, table, self.receipt.file):
                for sheet, row_no, row in block.some(numbers):
                    if (sheet, row_no) in wanted:
                        found[sheet, row_no] = _open_cells(block.headings, row)
                        if len(found) == len(wanted):
                            return found
        return found

    def _tables(self) -> Iterator[Table]:
        content = files.recognise(self.path, self.encoding)
        self.encoding = content.encoding
        places = tuple(dict.fromkeys(record.path for record in self.source.records.values()))
        tables = files.tables(self.path, content, self.scratch, self.source.allows, places)
        return (table for table in tables if not self.source.ignores_sheet(table.name))

    def _audit(self, headings: Headings, sheet: str) -> None:
        """Each heading is mapped, ignored by name, personal, or said to be unknown; what the source promises and is not there is said."""
        fields = dictionary().fields
        record = self.source.records[headings.kind]
        if headings.width > MOST_COLUMNS:
            raise Refused("F09", f"工作表 {sheet or '-'} 有 {headings.width:,} 列，至多 {MOST_COLUMNS:,} 列")
        if headings.missing:
            names = "、".join(f"{fields[column].zh}（{' / '.join(record.columns[column][:3])}）" for column in headings.missing)
            raise Refused("H01", f"工作表 {sheet or '-'} 缺少 {names}；未知列：{'、'.join(headings.unknown) or '无'}")
        if headings.repeated:
            raise Refused("H05", f"工作表 {sheet or '-'}：{'、'.join(headings.repeated)}")
        for heading in headings.unknown:
            reason = self.source.refusals.get(heading_key(heading), "没有对应")
            self._say("H02", sheet, f"列 {heading.strip()!r} {reason}，未接收", heading.strip(), row_no=headings.row + 1)
        for column in headings.unkept:
            self._say(
                "H04",
                sheet,
                f"缺少承诺列 {fields[column].zh}（{' / '.join(record.columns[column][:3])}）",
                column=column,
            )
        present = headings.present.union(record.constants, record.derived)
        self.kinds[headings.kind] = self.kinds.get(headings.kind, present) & present

    def _pieces_of(self, block: Block) -> Iterator[Piece]:
        quick, width = block.table.quick, block.headings.width
        self.noted = False
        taken = 0
        if quick is not None and block.headings.row == 0 and block.last is None:
            for table in _quick_tables(self.connection, *quick, width=width):
                if table is None:
                    break
                numbers = pa.array(np.arange(taken + 2, taken + 2 + table.num_rows))
                yield self._piece(table, block, pa.repeat(block.table.name, table.num_rows), numbers)
                taken += table.num_rows
            else:
                return
        rows: list[Sequence[str]] = []
        sheets: list[str] = []
        row_nos: list[int] = []
        noted = self.noted
        for sheet, row_no, row in islice(block.rows(), taken, None):
            if len(row) != width and (len(row) < width or any(cell.strip() for cell in row[width:])):
                noted = noted or is_note(row)
                if not (is_left_out(self.source, row) or (noted and is_lonely(row))):
                    self._ragged(block.headings, sheet, row_no, row)
                    continue
            rows.append(row)
            sheets.append(sheet)
            row_nos.append(row_no)
            if len(rows) == PIECE:
                yield self._piece(_as_table(rows, width), block, pa.array(sheets, pa.string()), pa.array(row_nos, pa.int64()))
                rows, sheets, row_nos = [], [], []
        if rows:
            yield self._piece(_as_table(rows, width), block, pa.array(sheets, pa.string()), pa.array(row_nos, pa.int64()))

    def _piece(self, table: pa.Table, block: Block, sheets: pa.Array, numbers: pa.Array) -> Piece:
        """The mapped columns of some records; rows without any content, repeated headings, sums and notes are none."""
        cells = ", ".join(table.column_names)
        # A scan by several threads may answer in another order than it was asked in: the position brings each answer back to its record.
        self.connection.register("landed", table.append_column("position", pa.array(np.arange(table.num_rows))))
        query = f"""SELECT position, hash({cells}) AS digest, coalesce({cells}) IS NOT NULL AS filled,
            coalesce(list_contains($starts, left(coalesce({cells}), 1)), false) AS odd FROM landed"""
        seen = self.connection.sql(query, params={"starts": list(ASIDE_STARTS + block.starts)}).to_arrow_table().sort_by("position")
        self.connection.unregister("landed")
        filled = seen["filled"]
        if self.noted or pc.any(seen["odd"]).as_py():
            filled = pc.and_(filled, pc.invert(self._aside(table, block, seen["odd"], sheets, numbers)))
        columns = {name: table.column(position) for position, name in block.headings.columns.items()}
        columns |= {carried(position): table.column(position) for position in block.headings.several}
        same = {column: unit for column, unit in block.headings.units.items() if column not in columns} | {TITLE: block.headings.title}
        columns |= {column: pa.repeat(text, table.num_rows) for column, text in same.items()}
        kept = pa.table(columns | {"sheet": sheets, "row_no": numbers, "content_hash": seen["digest"]})
        if not pc.all(filled).as_py():  # else it would be copied for nothing
            kept = kept.filter(filled)
        self.n_records += kept.num_rows
        record = self.source.records[block.headings.kind]
        apart = unfolded(kept, block.headings, "cells" in record.items_in)
        for sheet, row_no, cell in apart.uneven:
            self._say("I12", sheet, "不合格项目、检验结果、标准值的个数不一致，项目未接收", cell, column="item_name", row_no=row_no)
        return Piece(block.headings.kind, apart.table)

    def _aside(self, table: pa.Table, block: Block, odd: pa.ChunkedArray, sheets: pa.Array, numbers: pa.Array) -> pa.Array:
        """Which rows are no records: the heading once more, sums, notes. What is left out is said (H07), but for the heading."""
        aside = [False] * table.num_rows
        noted_from = 0 if self.noted else None
        positions = pc.indices_nonzero(odd).to_pylist()
        rows = zip(*(column.to_pylist() for column in table.take(pa.array(positions, pa.int64())).columns), strict=True)
        for position, row in zip(positions, rows, strict=True):
            aside[position] = block.repeats(row)
            if not aside[position] and is_left_out(self.source, row):
                aside[position] = True
                self._left_out(sheets[position].as_py(), numbers[position].as_py(), row)
                if noted_from is None and is_note(row):
                    self.noted, noted_from = True, position
        if noted_from is not None:
            below = zip(*(column.to_pylist() for column in table.slice(noted_from).columns), strict=True)
            for position, row in enumerate(below, start=noted_from):
                if not aside[position] and is_lonely(row):
                    aside[position] = True
                    self._left_out(sheets[position].as_py(), numbers[position].as_py(), row)
        return pa.array(aside)

    def _left_out(self, sheet: str, row_no: int, row: Sequence[str | None]) -> None:
        text = masked_numbers(" ".join(dict.fromkeys(cell.strip() for cell in row if cell)))[:200]
        self._say("H07", sheet, f"“{text}”是合计或附注，不是样品，未作为记录接收", text, row_no=row_no)

    def _ragged(self, headings: Headings, sheet: str, row_no: int, row: Sequence[str]) -> None:
        self.n_records += 1
        self.n_ragged += 1
        if self.n_ragged > MOST_RAGGED and 2 * self.n_ragged > self.n_records:
            raise Refused("H06", f"{self.n_ragged:,} 条记录的列数与表头不符，已过半数，其余未再读")
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
        self.findings.append(finding(code, place, masked_numbers(message), None if found is None else masked_numbers(found)))


def from_raw(receipt: Receipt, path: Path, source: Source, scratch: Path, encoding: str = "") -> Landing:
    """The delivery whose bytes lie in `path`, ready to be read; `scratch` takes a UTF-8 copy where the encoding is another.

    encoding: that of the bytes, where they were read before; a large text is else decoded whole to find it.
    """
    return Landing(receipt, path, source, scratch, encoding)


def _quick_tables(connection: duckdb.DuckDBPyConnection, path: Path, delimiter: str, width: int) -> Iterator[pa.Table | None]:
    """The records below a one-line heading, read by DuckDB as text. Ends with None where a record is not regular: the careful reader
    goes on from there, so that both together read what the careful one would read alone."""
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(width))
    with connection.cursor() as cursor:
        try:
            reader = cursor.sql(
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
        except (duckdb.Error, pa.ArrowException, OSError):  # the last where it fails in the midst of a stream
            yield None


def _as_table(rows: Sequence[Sequence[str]], width: int) -> pa.Table:
    """Records as text columns c0, c1, …; an empty cell is null, as the quick reader has it."""
    return pa.table(
        {
            f"c{number}": pa.array([row[number] or None if number < len(row) else None for row in rows], pa.string())
            for number in range(width)
        }
    )


def _open_cells(headings: Headings, row: Sequence[str]) -> dict[str, str]:
    named = zip(headings.names, row, strict=False)
    return {
        name.strip() or f"第{n + 1}列": masked_numbers(cell) for n, (name, cell) in enumerate(named) if n not in headings.personal and cell
    }
