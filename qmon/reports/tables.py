"""Tables as they are published: a layout filled from a release, one model that every rendering draws from."""

import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import duckdb

from qmon.dictionary import dictionary
from qmon.engine import fetch_dicts
from qmon.indicators import Indicator
from qmon.reference.categories import category_names_en
from qmon.reference.industries import industry_names
from qmon.reports import notes, points, shares, suppression
from qmon.reports.layout import Layout
from qmon.reports.model import Cell, Language, Row, Table, allowed, headings, titles
from qmon.reports.periods import period_name
from qmon.sql import read_sql


def numbers(
    connection: duckdb.DuckDBPyConnection, layout: Layout, indicators: dict[str, Indicator], today: datetime.date
) -> list[dict[str, Any]]:
    """The rows behind the layout's tables: of the newest period that ended before `today`, or of all periods where a row is one."""
    if layout.rows == "hazard":
        return shares.numbers(connection, indicators[layout.indicators[0]], today)
    found = [row for name in layout.indicators for row in _numbers(connection, layout, name, today)]
    newest = max((row["period"] for row in found if row["n"] > 0 and row["grouping"] == "total"), default=None)
    return [row for row in found if newest is not None and (layout.rows == "period" or row["period"] == newest)]


def tables(found: list[dict[str, Any]], layout: Layout, indicators: dict[str, Indicator], language: Language = "zh") -> list[Table]:
    """The layout's tables of these numbers, one for each task level in which something counts."""
    fill = shares.table if layout.rows == "hazard" else _table
    by_level = [(level, [row for row in found if row["task_level"] == level]) for level in layout.task_levels or ("ALL",)]
    return [
        fill(layout, indicators, mine, None if level == "ALL" else level, language)
        for level, mine in by_level
        if any(row["n"] > 0 for row in mine)
    ]


def _numbers(connection: duckdb.DuckDBPyConnection, layout: Layout, indicator: str, today: datetime.date) -> list[dict[str, Any]]:
    """The rates of one indicator; year_on_year and period_on_period hold what the table change says of each."""
    given = {"indicator": indicator, "period_kind": layout.period_kind, "grouping": layout.grouping, "today": today}
    merged: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in fetch_dicts(connection, read_sql(Path(__file__).with_name("tables.sql")), given):
        change = {name: row.pop(name) for name in _CHANGE}
        key = tuple(row[name] for name in _KEY)
        kept = merged.setdefault(key, row | {"year_on_year": None, "period_on_period": None})
        if change["comparison"] is not None:
            kept[change["comparison"]] = change
    return list(merged.values())


_CHANGE = (
    *("comparison", "compared_period", "compared_n", "compared_n_fail", "compared_rate", "difference", "direction", "refused_for"),
    "restatement_effect",
)
_KEY = ("indicator", "grouping", "period", "task_level", "region_code", "category_code", "stage", "channel", "producer_scale", "industry")
_CODE = {"category": "category_code", "region": "region_code", "indicator": "indicator"}


def _table(layout: Layout, indicators: dict[str, Indicator], found: list[dict[str, Any]], level: str | None, language: Language) -> Table:
    period = max(row["period"] for row in found)
    parts = [row for row in found if row["grouping"] == layout.grouping]
    totals = [row for row in found if row["grouping"] == "total"] if layout.grouping != "total" else []
    parts.sort(key=lambda row: _order(layout, row))
    hidden = _hidden(layout, parts)
    rows = [
        _row("part", layout, indicators[row["indicator"]], row, reason, language, number)
        for number, (row, reason) in enumerate(zip(parts, hidden, strict=True), 1)
    ]
    total = [_row("total", layout, indicators[row["indicator"]], row, None, language) for row in totals] if layout.total != "none" else []
    title, unit_line, source_line = titles(layout, period, level, language)
    return Table(
        layout=layout,
        language=language,
        period=period,
        task_level=level,
        title=title,
        unit_line=unit_line,
        columns=tuple(layout.columns),
        headings=headings(layout, language),
        rows=tuple([*total, *rows] if layout.total == "first" else [*rows, *total]),
        notes=notes.of(layout, indicators, [*total, *rows], language),
        source_line=source_line,
    )


def _hidden(layout: Layout, parts: list[dict[str, Any]]) -> list[suppression.Reason | None]:
    if layout.suppression == "reliability":
        return [
            suppression.unreliable(suppression.Shown(row["n"], row["n_effective"], row["rate"], row["ci_low"], row["ci_high"]))
            for row in parts
        ]
    if layout.suppression == "disclosure":
        return suppression.undisclosed([row["n"] for row in parts], layout.total != "none")
    return [None] * len(parts)


def _row(
    role: Literal["total", "part"],
    layout: Layout,
    indicator: Indicator,
    row: dict[str, Any],
    reason: suppression.Reason | None,
    language: Language,
    number: int | None = None,
) -> Row:
    if role == "total":
        label = "合计" if language == "zh" else "Total"
        code: str | None = "ALL"
    else:
        code = row[_CODE.get(layout.rows, layout.rows)]
        label = _label(layout, indicator, row, code, language)
    cells = []
    for column in layout.columns:
        counts_hidden = reason in ("one_or_two", "complementary")
        if reason is not None and (counts_hidden or column not in ("n", "n_pass", "n_fail", "unit")) and column != "unit":
            cells.append(Cell(None, suppression.MARK))
        else:
            cells.append(_cell(column, indicator, row, language))
    leading = ("" if number is None else str(number), label) if layout.numbered else (label,)
    return Row(role, code, label, leading, tuple(cells), row, reason)


def _cell(column: str, indicator: Indicator, row: dict[str, Any], language: Language) -> Cell:
    if column == "unit":
        return Cell(None, indicator.unit_counted)
    if column in ("n", "n_pass", "n_fail"):
        return Cell(row[column], f"{row[column]:,}")
    if column == "rate":
        return _per_cent(indicator.printed_rate(row), row["restated"])
    if column == "fail_rate":
        return _per_cent(indicator.printed(row["n_fail"], row["n"]), row["restated"])
    if column == "interval":
        if row["ci_low"] is None:
            return Cell(None, "/")
        low, high = (indicator.rounded(100 * Fraction(row[end])) for end in ("ci_low", "ci_high"))
        return Cell(None, f"{low}～{high}" if language == "zh" else f"{low}–{high}")
    change = row["year_on_year" if column == "direction" else column]
    if change is None:
        return Cell(None, "/")
    if change["refused_for"] is not None:
        return Cell(None, "—")
    if column == "direction":
        return Cell(None, allowed("direction", change["direction"], language))
    printed = points.printed(indicator, row, change)
    return Cell(Decimal(printed), f"{Decimal(printed):+f}" if Decimal(printed) else printed)


def _per_cent(text: str | None, restated: str | None) -> Cell:
    if text is None:
        return Cell(None, "/")
    return Cell(Decimal(text), f"{text} r" if restated is not None else text)  # r: revised, SDMX code list CL_OBS_STATUS


def _label(layout: Layout, indicator: Indicator, row: dict[str, Any], code: str | None, language: Language) -> str:
    if layout.rows == "indicator":
        return indicator.title if language == "zh" else indicator.title_en
    if code is None:
        return "不详" if language == "zh" else "Unknown"
    if layout.rows == "period":
        return period_name(code, language)
    if layout.rows == "category":
        return category_names_en().get(code, row["category"] or code) if language == "en" else row["category"] or code
    if layout.rows == "region":
        return str(row["region"] or code)
    if layout.rows == "industry":
        return f"{code} {industry_names(language).get(code, '')}".strip()
    return allowed(layout.rows, code, language)


def _order(layout: Layout, row: dict[str, Any]) -> tuple[bool, int, str]:
    """The official order: of codes, of the indicators as the layout names them, of allowed values; unknown last."""
    code = row[_CODE.get(layout.rows, layout.rows)]
    known = list(layout.indicators) if layout.rows == "indicator" else list(dictionary().fields[layout.rows].allowed or {})
    return code is None, known.index(code) if code in known else -1, code or ""
