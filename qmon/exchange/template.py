"""The template of a source: a workbook to be filled in, with drop-downs and a comment at every heading, that is read as it is."""

from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_range_abs

from qmon import workbooks
from qmon.dictionary import dictionary
from qmon.exchange.words import words_of
from qmon.reports.summary import FIXED
from qmon.sources.contract import Record, Source

_LISTS = "词表"  # hidden: the reader skips hidden sheets
_ROWS = 5_000  # rows that are formatted and have drop-downs
_COMMENT = 32_000


def write(path: Path, source: Source) -> None:
    """Write the workbook: one sheet for each kind of record, the heading first spelled in source.yml, every cell text.

    Required columns are red. Drop-downs take their words from a hidden sheet, because a list inside a cell holds 255 characters.
    """
    with workbooks.written(path) as book:
        book.set_properties({"title": source.title, "created": FIXED})
        text = book.add_format({"num_format": "@"})
        plain = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "num_format": "@"})
        needed = book.add_format({"bold": True, "bg_color": "#FFC7CE", "font_color": "#9C0006", "border": 1, "num_format": "@"})
        lists: dict[tuple[str, ...], str] = {}
        sheets = [(book.add_worksheet(kind), record) for kind, record in source.records.items()]
        hidden = book.add_worksheet(_LISTS)
        hidden.hide()
        for sheet, record in sheets:
            sheet.freeze_panes(1, 1)
            for position, column in enumerate(record.columns):
                sheet.set_column(position, position, max(12, 2 * len(record.columns[column][0]) + 2), text)
                sheet.write_string(0, position, record.columns[column][0], needed if column in record.required else plain)
                sheet.write_comment(0, position, _comment(source, record, column), {"x_scale": 2, "y_scale": 2})
                if words := words_of(source, dictionary().fields[column]):
                    sheet.data_validation(1, position, _ROWS, position, _drop_down(_range_of(words, lists, hidden), column))


def _comment(source: Source, record: Record, column: str) -> str:
    field = dictionary().fields[column]
    parts = [field.zh, "必填" if column in record.required else "", field.says, f"单位：{field.unit}" if field.unit else ""]
    words = words_of(source, field)
    parts += [f"用语：{'、'.join(words[:30])}{'…' if len(words) > 30 else ''}" if words else ""]
    parts += ["日期写作 2024-03-05" if field.type == "date" else ""]
    parts += [f"也认得的表头：{'、'.join(record.columns[column][1:8])}" if len(record.columns[column]) > 1 else ""]
    return "\n".join(part for part in parts if part)[:_COMMENT]


def _range_of(words: tuple[str, ...], lists: dict[tuple[str, ...], str], hidden: Any) -> str:
    """Where a list stands on the hidden sheet; equal lists stand there once."""
    if words not in lists:
        position = len(lists)
        hidden.write_column(0, position, words)
        lists[words] = f"={_LISTS}!{xl_range_abs(0, position, len(words) - 1, position)}"
    return lists[words]


def _drop_down(source_range: str, column: str) -> dict[str, Any]:
    field = dictionary().fields[column]
    return {
        "validate": "list",
        "source": source_range,
        "error_type": "warning",  # what the reader knows beyond the list may be written too
        "error_title": field.zh,
        "error_message": "不在词表内；词表见表头的批注，确为规定用语的可以保留",
    }
