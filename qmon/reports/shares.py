"""Tables of shares (不合格原因构成): of failing items by hazard class, with the base they are shares of."""

import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from qmon.engine import fetch_dicts
from qmon.indicators import Indicator
from qmon.reports.layout import Layout
from qmon.reports.model import Cell, Language, Row, Table, headings, titles
from qmon.sql import read_sql


def numbers(connection: duckdb.DuckDBPyConnection, indicator: Indicator, today: datetime.date) -> list[dict[str, Any]]:
    """The shares of the indicator's domain in the newest year that ended before `today`; n: the failing items of the class."""
    given = {"domain": indicator.domain, "today": today}
    found = fetch_dicts(connection, read_sql(Path(__file__).with_name("shares.sql")), given)
    return [row | {"n": row["n_failing_items"]} for row in found]


def table(layout: Layout, indicators: dict[str, Indicator], found: list[dict[str, Any]], level: str | None, language: Language) -> Table:
    """One task level's table."""
    indicator = indicators[layout.indicators[0]]
    zh = language == "zh"
    rows = [_row(layout, indicator, row, number, zh) for number, row in enumerate(found, 1)]
    whole = found[0]["n_all_failing_items"]
    total = {"period": found[0]["period"], "indicator": indicator.name, "n_failing_items": whole, "n_all_failing_items": whole}
    total_row = Row(
        "total",
        "ALL",
        "合计" if zh else "Total",
        _leading(layout, None, "合计" if zh else "Total"),
        _cells(layout, indicator, total),
        total,
        None,
    )
    title, unit_line, source_line = titles(layout, found[0]["period"], level, language)
    base = f"占比的基数为不合格项次（{whole}项次），一个样品可有几个不合格项目；各类之和为100%，因修约可略有出入。"
    return Table(
        layout=layout,
        language=language,
        period=found[0]["period"],
        task_level=level,
        title=title,
        unit_line=unit_line,
        columns=tuple(layout.columns),
        headings=headings(layout, language),
        rows=(*rows, total_row),
        notes=(
            base if zh else f"Shares of {whole} failing items; a sample may fail several; they add up to 100 % but for rounding.",
            *layout.notes,
        ),
        source_line=source_line,
    )


def _row(layout: Layout, indicator: Indicator, row: dict[str, Any], number: int, zh: bool) -> Row:
    label = row["hazard"] or ("未归类" if zh else "Unclassified")
    numbers = row | {"indicator": indicator.name}
    return Row("part", row["hazard_class"], label, _leading(layout, number, label), _cells(layout, indicator, numbers), numbers, None)


def _leading(layout: Layout, number: int | None, label: str) -> tuple[str, ...]:
    return ("" if number is None else str(number), label) if layout.numbered else (label,)


def _cells(layout: Layout, indicator: Indicator, row: dict[str, Any]) -> tuple[Cell, ...]:
    cells = []
    for column in layout.columns:
        if column == "share":
            printed = indicator.rounded(Fraction(100 * row["n_failing_items"], row["n_all_failing_items"]))
            cells.append(Cell(Decimal(printed), printed))
        else:
            cells.append(Cell(row["n_failing_items"], f"{row['n_failing_items']:,}"))
    return tuple(cells)
