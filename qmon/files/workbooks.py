"""xlsx, xls and ods as tables: bounded before they are opened, merged cells filled down."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from python_calamine import CalamineError, load_workbook

from qmon.files.bounds import Refused, check_cells, damaged, member_bytes
from qmon.files.table import Table, cell_text, of_rows

Merge = tuple[tuple[int, int], tuple[int, int]]  # first and last cell, each as row and column from 0

_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_VALUE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 value-type"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 p"


def workbook_tables(path: Path, container: str, prefix: str = "") -> Iterator[Table]:
    """Each visible sheet of a workbook, named `prefix` and its name; hidden sheets hold lists for drop-downs.

    A cell that is merged downwards stands in every row of the merge: only where the workbook says so, a blank cell stays blank.
    Raises Refused F03 where the workbook is damaged or locked, F04 where its XML declares entities, F09 where it holds too many cells.
    """
    merged = _bounded(path, container)
    with damaged("工作簿", CalamineError, OSError, ValueError, zipfile.BadZipFile):
        workbook = load_workbook(str(path))
        shown = [sheet.name for sheet in workbook.sheets_metadata if str(sheet.visible).endswith("Visible")]
    for name in shown:
        with damaged("工作簿", CalamineError, OSError, ValueError, zipfile.BadZipFile):
            sheet = workbook.get_sheet_by_name(name)
            check_cells(sheet.total_height, sheet.total_width, name)
            rows = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        _fill_down(rows, merged.get(name, []) if container == "ods" else sheet.merged_cell_ranges or [])
        yield of_rows(prefix + name, rows)


def _fill_down(rows: list[list[str]], merged: list[Merge]) -> None:
    for (top, left), (bottom, _) in merged:
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and left < len(rows[top]):
                row[left] = rows[top][left]


def _bounded(path: Path, container: str) -> dict[str, list[Merge]]:
    """Looks through the parts of a workbook before anything is made of them; returns the merged cells where only its XML tells (ods).

    A sheet is opened as a full rectangle: one cell in the last row and column of a sheet would end the process for want of memory.
    """
    if container == "xls":  # 65,536 rows of 256 columns at most
        return {}
    merged: dict[str, list[Merge]] = {}
    with damaged("压缩容器", zipfile.BadZipFile, OSError, ValueError), zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    for member in members:
        if container == "ods" and member.filename == "content.xml":
            merged = _Spans().read(path, member)
        else:
            _check_part(path, member)
    return merged


def _check_part(path: Path, member: zipfile.ZipInfo) -> None:
    rows, columns, tail = 0, 0, b""
    sheet = member.filename.startswith("xl/worksheets/")
    for block in member_bytes(path, member):
        text = tail + block
        if b"<!ENTITY" in text:
            raise Refused("F04", f"部件 {member.filename[:80]!r} 声明了实体")
        if sheet:
            found = _REFERENCE.findall(text)
            rows = max(rows, max((int(number) for _, number in found), default=0))
            columns = max(columns, max((_column_number(letters) for letters in {letters for letters, _ in found}), default=0))
        tail = text[-32:]
    check_cells(rows, columns, member.filename)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


class _Spans:
    """Reads content.xml of an ods workbook for what its reader does not tell: merged cells, and how large repeated cells make a sheet."""

    def __init__(self) -> None:
        self.merged: dict[str, list[Merge]] = {}
        self.name = ""
        self.row = self.row_count = self.column = self.width = self.height = 0
        self.filled = False

    def read(self, path: Path, member: zipfile.ZipInfo) -> dict[str, list[Merge]]:
        """The merged cells of each sheet."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = self._entity
        with damaged("工作簿", expat.ExpatError, ValueError):
            for block in member_bytes(path, member):
                parser.Parse(block, False)
            parser.Parse(b"", True)
        return self.merged

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == _TABLE + "table":
            self.name = given.get(_TABLE + "name", "")
            self.row = self.width = self.height = 0
        elif tag == _TABLE + "table-row":
            self.row_count = int(given.get(_TABLE + "number-rows-repeated", 1))
            self.column, self.filled = 0, False
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            spanned = int(given.get(_TABLE + "number-rows-spanned", 1))
            if spanned > 1:
                last = self.column + int(given.get(_TABLE + "number-columns-spanned", 1)) - 1
                self.merged.setdefault(self.name, []).append(((self.row, self.column), (self.row + spanned - 1, last)))
            self.column += int(given.get(_TABLE + "number-columns-repeated", 1))
            if _VALUE in given:
                self._fill()
        elif tag == _TEXT:
            self._fill()

    def _fill(self) -> None:
        self.filled, self.width = True, max(self.width, self.column)

    def _end(self, tag: str) -> None:
        if tag == _TABLE + "table-row":
            self.row += self.row_count
            if self.filled:
                self.height = self.row
                check_cells(self.height, self.width, self.name)

    def _entity(self, name: str, *_: object) -> None:
        raise Refused("F04", f"content.xml 声明了实体 {name[:80]!r}")
