"""CSV and its kin as a table: decoded block by block, the delimiter seen from the first lines; some records without reading the others."""

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

from qmon.files.bounds import MAX_FIELD, Refused
from qmon.files.table import HEAD, Row, Table

_DELIMITERS = (",", "\t", ";", "|")
_BLOCK = 1 << 20  # bytes that are looked through at once


def delimited_table(path: Path, encoding: str, scratch: Path, name: str) -> Table:
    """The records of a text file, blank lines left out. `scratch` takes a UTF-8 copy where the encoding is another."""
    text = as_utf8(path, encoding, scratch)
    head_text = _first_lines(text, HEAD)
    delimiter = max(_DELIMITERS, key=lambda mark: (head_text.count(mark), mark == ","))
    head = list(_head_rows(head_text, delimiter))
    first_line = head_text.split("\n")[0].rstrip("\r")
    # Another kind of line end within it is left to the careful reader.
    one_line = bool(head) and "\r" not in first_line and next(csv.reader([first_line], delimiter=delimiter), []) == head[0]

    def rows() -> Iterator[Row]:
        return ((name, number, row) for number, row in enumerate(_rows(text, delimiter), start=1))

    def some(numbers: Collection[int]) -> Iterator[Row]:
        return ((name, number, row) for number, row in _records_at(text, delimiter, numbers))

    return Table(name, [*head], rows, (text, delimiter) if one_line else None, some)


def as_utf8(path: Path, encoding: str, folder: Path) -> Path:
    """`path` itself where it is plain UTF-8, else a UTF-8 copy in `folder`, made block by block."""
    if encoding == "utf-8":
        return path
    copy = folder / f"{path.name}.utf8"
    with (
        path.open("r", encoding=encoding, newline="") as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        while block := source.read(1 << 22):
            target.write(block)
    return copy


def _rows(path: Path, delimiter: str, start: int = 0) -> Iterator[list[str]]:
    """The records of a UTF-8 file, from the byte `start` on. Raises Refused F03 where a quoted field never ends or is without bounds."""
    previous = csv.field_size_limit(MAX_FIELD)
    try:
        with path.open("rb") as file:
            file.seek(start)
            for row in csv.reader(io.TextIOWrapper(file, encoding="utf-8", newline=""), delimiter=delimiter, strict=True):
                if row:
                    yield row
    except csv.Error as error:
        raise Refused("F03", f"引号不成对或字段过长（{error}）") from None
    finally:
        csv.field_size_limit(previous)


def _records_at(path: Path, delimiter: str, numbers: Collection[int]) -> Iterator[tuple[int, list[str]]]:
    """The records of these numbers, counted as `_rows` counts them: while every line is a record they are counted, and few are read."""
    wanted = sorted(set(numbers), reverse=True)
    passed = start = 0
    with path.open("rb") as file:
        while wanted and (block := file.read(_BLOCK) + file.readline()):
            lines = list(filter(None, block.splitlines()))
            if not _are_records(lines, delimiter):
                break
            while wanted and wanted[-1] <= passed + len(lines):
                number = wanted.pop()
                yield number, next(csv.reader([lines[number - passed - 1].decode()], delimiter=delimiter))
            passed, start = passed + len(lines), start + len(block)
    if wanted:
        for number, row in enumerate(_rows(path, delimiter, start), passed + 1):
            if number == wanted[-1]:
                yield number, row
                wanted.pop()
                if not wanted:
                    return


def _are_records(lines: list[bytes], delimiter: str) -> bool:
    """Whether each of some lines is a record of its own: no quoted field goes on in the next line, and no field is very long."""
    if max(map(len, lines), default=0) > csv.field_size_limit():
        return False
    quoted = [line.decode() for line in lines if b'"' in line]
    try:
        return sum(1 for _ in csv.reader(quoted, delimiter=delimiter, strict=True)) == len(quoted)
    except csv.Error:
        return False


def _first_lines(path: Path, count: int) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return "".join(line for line, _ in zip(io.StringIO(file.read(1 << 18)), range(count), strict=False))


def _head_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter):
            if row:
                yield row
    except csv.Error:
        return
