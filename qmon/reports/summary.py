"""Summary tables of a release for officials: summary.csv and summary.xlsx with every rate, summary.md with the totals."""

import csv
import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format

from qmon import workbooks
from qmon.dictionary import dictionary
from qmon.engine import connect, fetch_dicts
from qmon.indicators import Indicator, grouping_in_words
from qmon.reports.cells_of_text import for_csv, for_markdown
from qmon.sql import read_sql

HEADINGS = (
    "指标",
    "统计单位",
    "分组方式",
    "期间",
    "任务级别",
    "地区",
    "产品类别",
    "环节",
    "渠道",
    "企业规模",
    "行业",
    "检验数",
    "合格数",
    "不合格数",
    "比率(%)",
    "95%置信区间(%)",
    "暂缓数",
    "说明",
)
_WIDTHS = (30, 18, 14, 10, 10, 12, 20, 8, 8, 8, 12, 9, 9, 9, 10, 16, 8, 40)
_NOT_POOLED = {
    "weighted": "比率按权重计算，不是合格数与检验数之比；",
    "mean_of_rounds": "一年的比率是各轮合格率的平均，不是合格数与检验数之比；",
}
FIXED = datetime.datetime(2014, 12, 31)  # the creation date in every workbook: same content, same bytes


def write(folder: Path, indicators: dict[str, Indicator]) -> None:
    """Write the three files beside the qmon.duckdb in `folder`."""
    levels = list(dictionary().fields["task_level"].allowed or {})
    with connect(folder / "qmon.duckdb", read_only=True) as connection:
        found = fetch_dicts(connection, read_sql(Path(__file__).with_name("summary.sql")), {"levels": levels})
    rows = [(row, _printed(row, indicators[row["indicator"]])) for row in found]
    with (folder / "summary.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows([for_csv(cell) if isinstance(cell, str) else cell for cell in cells] for _, cells in rows)
    _workbook(folder / "summary.xlsx", rows, indicators)
    (folder / "summary.md").write_text(_markdown(rows, indicators), encoding="utf-8")


def _printed(row: dict[str, Any], indicator: Indicator) -> list[str | int]:
    """A rate as officials read it: Chinese labels, one rounding, 合计 for ALL and 不详 for unknown."""
    interval = ""
    if row["ci_low"] is not None:
        low, high = (Decimal(100 * row[end]).quantize(Decimal("0.01")) for end in ("ci_low", "ci_high"))
        interval = f"{low}～{high}"
    grouping = grouping_in_words(row["grouping"])
    rate = (indicator.printed_rate(row) or "/") + (" r" if row["restated"] else "")  # r: revised, SDMX code list CL_OBS_STATUS
    dimensions = [
        dictionary().word(column, row[column])
        for column in ("task_level", "region", "category", "stage", "channel", "producer_scale", "industry")
    ]
    counts = [row["n"], row["n_pass"], row["n_fail"], rate, interval, row["n_held"], row["note"] or ""]
    return [indicator.title, indicator.unit_counted, grouping, row["period"] or "不详", *dimensions, *counts]


def _workbook(path: Path, rows: list[tuple[dict[str, Any], list[str | int]]], indicators: dict[str, Indicator]) -> None:
    with workbooks.written(path) as book:
        book.set_properties({"title": "合格率汇总", "created": FIXED})
        head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"})
        counted = {row["indicator"] for row, _ in rows}
        shown = [indicator for indicator in indicators.values() if indicator.name in counted]

        @cache
        def as_printed(decimals: str, mark: str) -> Format:
            return book.add_format({"num_format": "0" + (f".{'0' * len(decimals)}" if decimals else "") + (f'" {mark}"' if mark else "")})

        if not shown:
            book.add_worksheet("暂无数据")
        for number, indicator in enumerate(shown, start=1):
            sheet = book.add_worksheet(_sheet_name(number, indicator.title))
            sheet.freeze_panes(1, 4)
            sheet.set_paper(9)  # A4
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
            sheet.write_row(0, 0, HEADINGS, head)
            for column, width in enumerate(_WIDTHS):
                sheet.set_column(column, column, width)
            mine = [cells for row, cells in rows if row["indicator"] == indicator.name]
            for line, cells in enumerate(mine, start=1):
                for column, cell in enumerate(cells):
                    if HEADINGS[column] == "比率(%)" and cell != "/":
                        percent, _, mark = str(cell).partition(" ")
                        sheet.write_number(line, column, float(percent), as_printed(percent.partition(".")[2], mark))
                    elif isinstance(cell, str):
                        sheet.write_string(line, column, cell)
                    else:
                        sheet.write_number(line, column, cell)
            sheet.autofilter(0, 0, max(len(mine), 1), len(HEADINGS) - 1)


def _sheet_name(number: int, title: str) -> str:
    """At most 31 characters without []:*?/\\, and distinct by the number in front."""
    return f"{number} " + "".join(mark for mark in title if mark not in "[]:*?/\\")[:27]


def _markdown(rows: list[tuple[dict[str, Any], list[str | int]]], indicators: dict[str, Indicator]) -> str:
    lines = [
        "# 合格率汇总",
        "",
        "合格率（问题率）均附检验数和95%置信区间；完整分组见 summary.xlsx 与 qmon.duckdb 的表 rate。",
        "",
    ]
    for indicator in indicators.values():
        lines += [
            f"## {indicator.title}",
            "",
            f"统计单位：{indicator.unit_counted}；{_NOT_POOLED.get(indicator.aggregation, '')}口径见表 indicator 中 `{indicator.name}`。",
            "",
        ]
        totals = [
            [cells[3], cells[4], *cells[11:18]]
            for row, cells in rows
            if row["indicator"] == indicator.name and row["grouping"] == "total" and row["period_kind"] == "year"
        ]
        if not totals:
            lines += ["暂无数据。", ""]
            continue
        lines += [
            "| 期间 | 任务级别 | 检验数 | 合格数 | 不合格数 | 比率(%) | 95%置信区间(%) | 暂缓数 | 说明 |",
            "|---|---|---:|---:|---:|---:|---|---:|---|",
            *("| " + " | ".join(for_markdown(str(cell)) for cell in shown) + " |" for shown in totals),
        ]
        lines.append("")
    return "\n".join(lines)
