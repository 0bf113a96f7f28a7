"""The model of a published table, which every rendering draws from: title, unit line, headings, rows of cells, notes, source."""

from decimal import Decimal
from typing import Any, Literal, NamedTuple

from qmon.dictionary import dictionary
from qmon.reports.layout import Layout
from qmon.reports.periods import period_name
from qmon.reports.suppression import Reason

Language = Literal["zh", "en"]


class Cell(NamedTuple):
    """One cell: the number that a spreadsheet holds (None where it is a text), and the text as printed."""

    value: int | Decimal | None
    text: str


class Row(NamedTuple):
    """One row: total or part, the code and name of what it is, what stands in front of its cells (序号 and name, or the name), the cells,
    and the numbers of the table rate that they were printed from."""

    role: Literal["total", "part"]
    code: str | None
    label: str
    leading: tuple[str, ...]
    cells: tuple[Cell, ...]
    numbers: dict[str, Any]
    suppressed: Reason | None


class Table(NamedTuple):
    """A published table in one language. columns: those behind what leads a row; headings: of what leads, then theirs."""

    layout: Layout
    language: Language
    period: str
    task_level: str | None
    title: str
    unit_line: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    source_line: str

    @property
    def key(self) -> str:
        """What the table is called in files: its layout, period and level."""
        return "_".join(part for part in (self.layout.name, self.period, self.task_level) if part)


def headings(layout: Layout, language: Language) -> tuple[str, ...]:
    """Those of what leads a row, then those of the columns."""
    side = 0 if language == "zh" else 1
    leading = (("序号", "No.")[side],) if layout.numbered else ()
    return (*leading, layout.heading[side], *(heading[side] for heading in layout.headings.values()))


def titles(layout: Layout, period: str, level: str | None, language: Language) -> tuple[str, str, str]:
    """Title, unit line and source line."""
    side = 0 if language == "zh" else 1
    names = {"period": period_name(period, language), "level": allowed("task_level", level, language) if level else ""}
    source = ("资料来源：" if language == "zh" else "Source: ") + layout.source
    return (layout.title, layout.title_en)[side].format(**names), (layout.unit_line, layout.unit_line_en)[side], source


def allowed(column: str, code: str, language: Language) -> str:
    """The label of a code."""
    if language == "en":
        return code.replace("_", " ")
    return str((dictionary().fields[column].allowed or {}).get(code, code))
