"""CSV and its kin as a table: decoded block by block, the delimiter seen from the first lines."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from qmon.files.bounds import MAX_FIELD, Refused
from qmon.files.table import HEAD, Row, Table

_DELIMITERS = (",", "\t", ";", "|")


def delimited_table(path: Path, encoding: str, scratch: Path, name: str) -> Table:
    """The records of a text file, blank lines left out. `scratch` takes a UTF-8 copy where the encoding is another."""
    text = as_utf8(path, encoding, scratch)
    head_text = _first_lines(text, HEAD)
    delimiter = max(_DELIMITERS, key=lambda mark: (head_text.count(mark), mark == ","))
    head = list(_head_rows(head_text, delimiter))
    first_line = head_text.split("\n")[0]
    one_line = bool(head) and next(csv.reader([first_line], delimiter=delimiter), []) == head[0]

    def rows() -> Iterator[Row]:
        return ((name, number, row) for number, row in enumerate(_rows(text, delimiter), start=1))

    return Table(name, [*head], rows, (text, delimiter) if one_line else None)


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


def _rows(path: Path, delimiter: str) -> Iterator[list[str]]:
    """The records of a UTF-8 file. Raises Refused F03 where a quoted field never ends or is without bounds."""
    previous = csv.field_size_limit(MAX_FIELD)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, delimiter=delimiter, strict=True):
                if row:
                    yield row
    except csv.Error as error:
        raise Refused("F03", f"引号不成对或字段过长（{error}）") from None
    finally:
        csv.field_size_limit(previous)


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
