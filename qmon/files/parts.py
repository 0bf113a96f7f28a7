"""What is inside a zipped workbook, looked through part by part before a reader makes cells of it."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from qmon.files.bounds import MAX_FIELD, MAX_TEXT, Refused, check_cells, check_text, damaged, member_bytes

Merge = tuple[tuple[int, int], tuple[int, int]]  # first and last cell, each as row and column from 0

_STRINGS = "xl/sharedStrings.xml"
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_VALUE_END = re.compile(rb"</(?:[\w.-]+:)?v\s*>")
_NUMBER_AT_END = re.compile(rb">\s*([0-9]{1,9})\s*$")
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_VALUE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 value-type"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 p"


def looked_through(path: Path, container: str) -> dict[str, list[Merge]]:
    """The merged cells of each sheet of an ods workbook, whose reader does not tell them; of an xlsx none are told here.

    A sheet is opened as a full rectangle, each cell with a copy of its text: one cell in the last corner, or a long text that many cells
    share, would end the process for want of memory. Raises Refused F03 where a part is damaged, F04 where its XML declares entities,
    F09 where cells or their texts would be too many.
    """
    with damaged("压缩容器", zipfile.BadZipFile, OSError, ValueError), zipfile.ZipFile(path) as archive:
        members = sorted(archive.infolist(), key=lambda member: member.filename != _STRINGS)
    merged: dict[str, list[Merge]] = {}
    lengths: list[int] = []
    for member in members:
        if container == "ods" and member.filename == "content.xml":
            merged = _Spans().read(path, member)
        elif member.filename == _STRINGS:
            lengths = list(_lengths(path, member))
        else:
            _check_part(path, member, lengths)
    return merged


def _blocks(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part. Raises Refused F04 where an entity is declared."""
    tail = b""
    for block in member_bytes(path, member):
        if b"<!ENTITY" in tail + block:
            raise Refused("F04", f"部件 {member.filename[:80]!r} 声明了实体")
        yield block
        tail = block[-8:]


def _lengths(path: Path, member: zipfile.ZipInfo) -> Iterator[int]:
    """The lengths of the shared texts of a workbook, in bytes with their markup."""
    rest = b""
    for block in _blocks(path, member):
        *whole, rest = (rest + block).split(b"</si>")
        yield from map(len, whole)
        if len(rest) > 4 * MAX_FIELD:
            raise Refused("F09", f"部件 {member.filename} 中一个单元格的文字超过 {4 * MAX_FIELD:,} 字节")


def _check_part(path: Path, member: zipfile.ZipInfo, lengths: list[int]) -> None:
    rows = columns = n_values = 0
    tail = b""
    for block in _blocks(path, member):
        found = _REFERENCE.findall(tail + block)
        rows = max(rows, max((int(number) for _, number in found), default=0))
        columns = max(columns, max((_column_number(letters) for letters in {letters for letters, _ in found}), default=0))
        n_values += block.count(b"v>")
        tail = block[-32:]
    check_cells(rows, columns, member.filename)
    longest = max(lengths, default=0)
    if longest * n_values > MAX_TEXT:  # as many texts of that length would be too much: then each value is looked at
        check_text(sum(_text_lengths(path, member, lengths, longest)), member.filename)


def _text_lengths(path: Path, member: zipfile.ZipInfo, lengths: list[int], longest: int) -> Iterator[int]:
    """What each value of a sheet would come to, were it the number of a shared text."""
    rest = b""
    for block in _blocks(path, member):
        *whole, rest = _VALUE_END.split(rest + block)
        for before in whole:
            number = _NUMBER_AT_END.search(before[-16:])
            place = int(number[1]) if number else -1
            yield lengths[place] if 0 <= place < len(lengths) else 0 if number else longest
        rest = rest[-4096:]


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
        self.repeats = self.length = self.text = 0  # of the open cell; texts of the sheet

    def read(self, path: Path, member: zipfile.ZipInfo) -> dict[str, list[Merge]]:
        """The merged cells of each sheet."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = self._entity
        parser.CharacterDataHandler = self._characters
        with damaged("工作簿", expat.ExpatError, ValueError):
            for block in member_bytes(path, member):
                parser.Parse(block, False)
            parser.Parse(b"", True)
        return self.merged

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == _TABLE + "table":
            self.name = given.get(_TABLE + "name", "")
            self.row = self.width = self.height = self.text = 0
        elif tag == _TABLE + "table-row":
            self.row_count = int(given.get(_TABLE + "number-rows-repeated", 1))
            self.column, self.filled = 0, False
        elif tag in _CELLS:
            spanned = int(given.get(_TABLE + "number-rows-spanned", 1))
            if spanned > 1:
                last = self.column + int(given.get(_TABLE + "number-columns-spanned", 1)) - 1
                self.merged.setdefault(self.name, []).append(((self.row, self.column), (self.row + spanned - 1, last)))
            self.repeats, self.length = int(given.get(_TABLE + "number-columns-repeated", 1)), 0
            self.column += self.repeats
            if _VALUE in given:
                self._fill()
        elif tag == _TEXT:
            self._fill()

    def _fill(self) -> None:
        self.filled, self.width = True, max(self.width, self.column)

    def _characters(self, text: str) -> None:
        self.length += len(text)

    def _end(self, tag: str) -> None:
        if tag in _CELLS:
            self.text += self.length * self.repeats * self.row_count
            check_text(self.text, self.name)
        elif tag == _TABLE + "table-row":
            self.row += self.row_count
            if self.filled:
                self.height = self.row
                check_cells(self.height, self.width, self.name)

    def _entity(self, name: str, *_: object) -> None:
        raise Refused("F04", f"content.xml 声明了实体 {name[:80]!r}")
