"""Web pages as tables, for sources that allow them: each <table> with its merged cells laid out."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from qmon.files.bounds import MAX_DOCUMENT, Refused, check_cells
from qmon.files.table import Table, of_rows

_MAX_ACROSS = 1_000  # columns that a cell may span, as browsers have it
_SILENT = ("script", "style", "template")


class _Cell(NamedTuple):
    parts: list[str]
    down: int
    across: int


_Rows = list[list[_Cell]]


def page_tables(path: Path, encoding: str, prefix: str = "") -> Iterator[Table]:
    """The tables of a web page in the order in which they begin, named `prefix` and their number from 1; a row has the number of its <tr>.

    A cell that spans rows stands in each of them; one that spans columns stands in the first. A table inside a cell is a table of its own.
    Raises Refused F09 where the page or a table is too large.
    """
    if path.stat().st_size > MAX_DOCUMENT:
        raise Refused("F09", f"网页 {path.stat().st_size:,} 字节")
    reader = _Reader()
    reader.feed(path.read_text(encoding=encoding))
    reader.close()
    for number, rows in enumerate(reader.tables, start=1):
        yield of_rows(f"{prefix}{number}", _laid_out(rows, f"{prefix}{number}"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Rows] = []
        self.open: list[tuple[_Rows, _Cell | None]] = []  # the tables around this place, each with its open cell
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self.tables.append([])
            self.open.append((self.tables[-1], None))
        elif self.open and tag == "tr":
            self.open[-1][0].append([])
            self.open[-1] = (self.open[-1][0], None)
        elif self.open and tag in ("td", "th"):
            rows = self.open[-1][0]
            given = dict(attrs)
            cell = _Cell([], _span(given.get("rowspan")), min(_span(given.get("colspan")), _MAX_ACROSS))
            if not rows:
                rows.append([])
            rows[-1].append(cell)
            self.open[-1] = (rows, cell)
        elif tag in ("br", "p", "div", "li"):
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "table" and self.open:
            self.open.pop()
        elif tag in ("td", "th", "tr") and self.open:
            self.open[-1] = (self.open[-1][0], None)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][1] is not None and not self.silent:
            self.open[-1][1].parts.append(data)


def _span(text: str | None) -> int:
    return max(1, int(text)) if text and text.strip().isdecimal() and len(text.strip()) < 6 else 1


def _laid_out(rows: _Rows, name: str) -> list[list[str]]:
    laid: list[list[str]] = []
    reaching: dict[int, tuple[int, str]] = {}  # column -> rows that its cell still reaches down, and the text
    width = 0
    for row in rows:
        line: list[str] = []
        cells = iter(row)
        while True:
            column = len(line)
            if column in reaching:
                left, text = reaching.pop(column)
                line.append(text)
                if left > 1:
                    reaching[column] = (left - 1, text)
                continue
            cell = next(cells, None)
            if cell is None:
                if not any(place > column for place in reaching):
                    break
                line.append("")
                continue
            text = "".join(cell.parts).strip()
            for across in range(cell.across):
                line.append("" if across else text)
                if cell.down > 1:
                    reaching[column + across] = (cell.down - 1, "" if across else text)
        width = max(width, len(line))
        check_cells(len(rows), width, name)
        laid.append(line)
    return [line + [""] * (width - len(line)) for line in laid]
