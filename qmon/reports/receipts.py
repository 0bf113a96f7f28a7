"""Receipts (回执) for suppliers: what a delivery came to, the rules it broke with their remedies, the cells in question."""

import datetime
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from qmon import workbooks
from qmon.dictionary import dictionary
from qmon.engine import connect, fetch_dicts
from qmon.reports.cells_of_text import for_markdown
from qmon.reports.summary import FIXED
from qmon.sources.contract import Source, heading_key
from qmon.sql import read_sql

OFFICE = ZoneInfo("Asia/Shanghai")
COUNTS = ("n_records", "n_exact_duplicates", "n_quarantined", "n_samples", "n_results", "n_fail_reported")
_DETAILS = ("工作表", "行", "列", "原值", "规则", "问题", "补救", "作用", "发现编号")
_SHOWN = 50  # findings in the Markdown; the workbook has all of them
_LIMIT = 20_000  # rows that a supplier can still look through


def write(database: Path, folder: Path, sources: dict[str, Source], deliveries: set[str]) -> list[Path]:
    """Write the receipts of some deliveries of a release below `folder`, named after source, file and delivery; returns the workbooks."""
    with connect(database, read_only=True) as connection:
        rows = fetch_dicts(connection, read_sql(Path(__file__).with_name("receipts.sql")), {"deliveries": sorted(deliveries)})
        rules = {row["code"]: row for row in fetch_dicts(connection, "SELECT * FROM rule")}
        findings, quarantined = (
            fetch_dicts(
                connection,
                f"SELECT * FROM {table} WHERE list_contains($deliveries, delivery_id) ORDER BY delivery_id, sheet, row_no, code",
                {"deliveries": sorted(deliveries)},
            )
            for table in ("finding", "quarantine")
        )
    written = []
    for row in rows:
        mine = [finding for finding in findings if finding["delivery_id"] == row["delivery_id"]]
        kept = [record for record in quarantined if record["delivery_id"] == row["delivery_id"]]
        path = folder / row["source"] / f"{_slug(row['file'])}-{row['delivery_id'][-8:]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".md").write_text(as_markdown(row, mine, rules, sources.get(row["source"])), encoding="utf-8")
        _workbook(path.with_suffix(".xlsx"), row, mine, kept, rules, sources.get(row["source"]))
        written.append(path.with_suffix(".xlsx"))
    return written


def as_markdown(delivery: dict[str, Any], findings: list[dict[str, Any]], rules: dict[str, dict[str, Any]], source: Source | None) -> str:
    """A receipt as a page of text: the head, the rules broken, the first findings."""
    lines = [f"# 数据交付回执：{for_markdown(delivery['file'])}", ""]
    lines += [f"- {label}：{for_markdown(str(value))}" for label, value in _head(delivery, source)]
    lines += ["", "## 按规则汇总", "", "| 规则 | 名称 | 次数 | 补救 |", "|---|---|---:|---|"]
    counted = Counter(finding["code"] for finding in findings)
    lines += [
        f"| {code} | {for_markdown(rules[code]['title'])} | {count} | {for_markdown(rules[code]['remedy'])} |"
        for code, count in sorted(counted.items())
    ] or ["| - | 没有发现问题 | 0 | |"]
    if findings:
        lines += ["", "## 明细", "", "| 工作表 | 行 | 列 | 原值 | 问题 |", "|---|---:|---|---|---|"]
        for finding in findings[:_SHOWN]:
            cells = (finding["sheet"], finding["row_no"], _label(finding["column_name"]), finding["found_text"], finding["message"])
            lines.append("| " + " | ".join(for_markdown("" if cell is None else str(cell)) for cell in cells) + " |")
        if len(findings) > _SHOWN:
            lines.append(f"\n共 {len(findings)} 条，其余见同名 xlsx。")
    return "\n".join(lines) + "\n"


def _head(delivery: dict[str, Any], source: Source | None) -> list[tuple[str, object]]:
    fields = dictionary().fields
    status = (fields["delivery_status"].allowed or {}).get(delivery["delivery_status"], delivery["delivery_status"])
    received = delivery["received_at"].replace(tzinfo=datetime.UTC).astimezone(OFFICE)
    head: list[tuple[str, object]] = [
        ("文件", delivery["file"]),
        ("来源", source.title if source is not None else delivery["source"]),
        (fields["delivery_id"].zh, delivery["delivery_id"]),
        ("接收时间（北京时间）", f"{received:%Y-%m-%d %H:%M}"),
        ("SHA-256", delivery["sha256"]),
        ("结果", status),
    ]
    return head + [(fields[name].zh, f"{delivery[name]:,}") for name in COUNTS if delivery.get(name) is not None]


def _label(column: str | None) -> str:
    return dictionary().fields[column].zh if column in dictionary().fields else column or ""


def _slug(file: str) -> str:
    """A name that every file system takes: the file's own without its folder of the source, odd characters out."""
    name = file.split("/", 1)[-1].rsplit(".", 1)[0]
    return re.sub(r"[^\w\u4e00-\u9fff.-]+", "_", name)[:80]


def _workbook(
    path: Path,
    delivery: dict[str, Any],
    findings: list[dict[str, Any]],
    quarantined: list[dict[str, Any]],
    rules: dict[str, dict[str, Any]],
    source: Source | None,
) -> None:
    with workbooks.written(path) as book:
        book.set_properties({"title": "数据交付回执", "created": FIXED})
        head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        marked = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("回执")
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 3, 44)
        for line, (label, value) in enumerate(_head(delivery, source)):
            sheet.write_string(line, 0, label, head)
            sheet.write_string(line, 1, str(value))
        line = len(_head(delivery, source)) + 1
        sheet.write_row(line, 0, ("规则", "名称", "补救", "次数"), head)
        for code, count in sorted(Counter(finding["code"] for finding in findings).items()):
            line += 1
            for column, cell in enumerate((code, rules[code]["title"], rules[code]["remedy"])):
                sheet.write_string(line, column, cell, wrapped)
            sheet.write_number(line, 3, count)
        _details(book.add_worksheet("问题明细"), findings[:_LIMIT], rules, head, wrapped, marked)
        if quarantined:
            _records(book.add_worksheet("隔离记录"), quarantined[:_LIMIT], findings, source, head, wrapped, marked)
        for page in book.worksheets():
            page.set_paper(9)  # A4
            page.set_landscape()
            page.fit_to_pages(1, 0)


def _details(sheet: Any, findings: list[dict[str, Any]], rules: dict[str, dict[str, Any]], head: Any, wrapped: Any, marked: Any) -> None:
    """One line a finding; the value in question stands out."""
    acts = dictionary().fields["acts_on"].allowed or {}
    sheet.write_row(0, 0, _DETAILS, head)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate((12, 7, 16, 28, 7, 44, 44, 8, 20)):
        sheet.set_column(column, column, width)
    for line, finding in enumerate(findings, start=1):
        cells = (
            finding["sheet"], finding["row_no"], _label(finding["column_name"]), finding["found_text"], finding["code"],
            finding["message"], rules[finding["code"]]["remedy"], acts.get(finding["acts_on"], ""), finding["finding_id"],
        )  # fmt: skip
        for column, cell in enumerate(cells):
            sheet.write_string(line, column, "" if cell is None else str(cell), marked if column == 3 and cell else wrapped)
    sheet.autofilter(0, 0, max(len(findings), 1), len(_DETAILS) - 1)


def _records(
    sheet: Any,
    quarantined: list[dict[str, Any]],
    findings: list[dict[str, Any]],
    source: Source | None,
    head: Any,
    wrapped: Any,
    marked: Any,
) -> None:
    """The records in quarantine as delivered, personal columns left out; the cells that broke a rule stand out."""
    spelled = {
        heading_key(heading): column
        for record in (source.records.values() if source is not None else ())
        for column, headings in record.columns.items()
        for heading in headings
    }
    broken = {(finding["sheet"], finding["row_no"], finding["column_name"]) for finding in findings}
    contents = [json.loads(record["cells"]) for record in quarantined]
    headings = list(dict.fromkeys(heading for content in contents for heading in content))
    sheet.write_row(0, 0, ("工作表", "行", "规则", *headings), head)
    sheet.freeze_panes(1, 3)
    for line, (record, content) in enumerate(zip(quarantined, contents, strict=True), start=1):
        for column, cell in enumerate((record["sheet"], str(record["row_no"]), record["code"])):
            sheet.write_string(line, column, cell or "", wrapped)
        for column, heading in enumerate(headings, start=3):
            guilty = (record["sheet"], record["row_no"], spelled.get(heading_key(heading))) in broken
            sheet.write_string(line, column, str(content.get(heading, "")), marked if guilty else wrapped)
