"""Published tables as one workbook, a sheet a table, formatted as officials do: title, unit line, ruled table, notes; ready for A4."""

from functools import cache
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format

from qmon import workbooks
from qmon.reports.model import Cell, Table
from qmon.reports.summary import FIXED

_SONG, _HEI = "宋体", "黑体"


def write(path: Path, tables: list[Table], heading: str) -> None:
    """Numbers are numbers, with the decimals they are printed with; what is not shown is a text. The same tables give the same bytes."""
    with workbooks.written(path) as book:
        book.set_properties({"title": heading, "created": FIXED})
        formats = _Formats(book)
        contents = book.add_worksheet("目录" if not tables or tables[0].language == "zh" else "Contents")
        contents.set_column(0, 0, 6)
        contents.set_column(1, 1, 80)
        contents.merge_range(0, 0, 0, 1, heading, formats.of(font=_HEI, size=16, align="center"))
        for number, table in enumerate(tables, 1):
            name = f"{number} {_safe(table.title)}"[:31]
            contents.write_number(number, 0, number, formats.of(align="center"))
            contents.write_url(number, 1, f"internal:'{name}'!A1", formats.of(color="#1F3864"), table.title)
            _sheet(book.add_worksheet(name), table, formats)
        contents.set_paper(9)
        contents.fit_to_pages(1, 0)


class _Formats:
    """Each distinct format once."""

    def __init__(self, book: Any) -> None:
        self.book = book

    @cache  # noqa: B019 - it lives as long as the workbook is written
    def of(
        self,
        font: str = _SONG,
        size: int = 11,
        align: str = "left",
        bold: bool = False,
        border: int = 0,
        wrap: bool = False,
        number: str = "",
        color: str = "",
        fill: str = "",
    ) -> Format:
        given: dict[str, Any] = {"font_name": font, "font_size": size, "align": align, "valign": "vcenter", "bold": bold, "border": border}
        given |= {"text_wrap": wrap} | ({"num_format": number} if number else {}) | ({"font_color": color} if color else {})
        return self.book.add_format(given | ({"bg_color": fill} if fill else {}))


def _sheet(sheet: Any, table: Table, formats: _Formats) -> None:
    last = len(table.headings) - 1
    sheet.merge_range(0, 0, 0, last, table.title, formats.of(font=_HEI, size=16, align="center", wrap=True))
    sheet.set_row(0, 30 if len(table.title) < 9 * len(table.headings) else 48)
    sheet.merge_range(1, 0, 1, last, table.unit_line, formats.of(size=10, align="right"))
    for column, heading in enumerate(table.headings):
        sheet.write_string(2, column, heading, formats.of(font=_HEI, align="center", border=1, wrap=True, fill="#EEF2F6"))
        sheet.set_column(column, column, _width(table, column))
    sheet.set_row(2, 32)
    line = 2
    for row in table.rows:
        line += 1
        bold = row.role == "total"
        for column, lead in enumerate(row.leading):
            sheet.write_string(line, column, lead, formats.of(border=1, bold=bold, align="left" if lead == row.label else "center"))
        for column, cell in enumerate(row.cells, len(row.leading)):
            _cell(sheet, line, column, cell, formats, bold)
    notes = [f"{number}. {note}" for number, note in enumerate(table.notes, 1)]
    label = "注：" if table.language == "zh" else "Notes: "
    width = sum(_width(table, column) for column in range(last + 1))
    for text in [label + notes[0], *notes[1:], table.source_line] if notes else [table.source_line]:
        line += 1
        sheet.merge_range(line, 0, line, last, text, formats.of(size=10, wrap=True))
        sheet.set_row(line, 14.5 * max(1, -(-_length(text) // int(width * 0.95))))
    sheet.set_paper(9)
    if width > 95:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, len(table.headings) - len(table.columns))
    sheet.set_footer("&C第 &P 页，共 &N 页" if table.language == "zh" else "&C&P / &N")


def _cell(sheet: Any, line: int, column: int, cell: Cell, formats: _Formats, bold: bool) -> None:
    if cell.value is None:
        sheet.write_string(line, column, cell.text, formats.of(align="center", border=1, bold=bold))
        return
    plain = cell.text.removesuffix(" r")
    decimals = len(plain.partition(".")[2])
    shown = "#,##0" if isinstance(cell.value, int) else "0" + (f".{'0' * decimals}" if decimals else "")
    if plain.startswith("+") or plain.startswith("-"):
        shown = f"+{shown};-{shown};{shown}"
    if cell.text != plain:
        shown += '" r"'
    sheet.write_number(line, column, float(cell.value), formats.of(align="right", border=1, bold=bold, number=shown))


def _width(table: Table, column: int) -> float:
    """Characters that the longest cell takes, a Chinese one being two; a heading may break over two lines."""
    texts = [(*row.leading, *(cell.text for cell in row.cells))[column] for row in table.rows]
    leading = column < len(table.headings) - len(table.columns)
    return min(44, max([_length(table.headings[column]) / (1 if leading else 2) + 2, *(_length(text) + 2 for text in texts), 6]))


def _length(text: str) -> int:
    return sum(2 if ord(mark) > 0x2E7F else 1 for mark in text)


def _safe(title: str) -> str:
    return "".join(mark for mark in title if mark not in "[]:*?/\\'")
