"""Receipts (回执) for suppliers: what a delivery came to, the rules it broke with their remedies, the cells in question."""

import datetime
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import duckdb

from qmon import workbooks
from qmon.dictionary import dictionary
from qmon.engine import connect, fetch, fetch_dicts
from qmon.reports.cells_of_text import for_markdown
from qmon.reports.summary import FIXED
from qmon.sources.contract import Source, heading_key
from qmon.sql import read_sql

OFFICE = ZoneInfo("Asia/Shanghai")
COUNTS = ("n_records", "n_exact_duplicates", "n_quarantined", "n_samples", "n_results", "n_fail_reported")
_DETAILS = ("工作表", "行", "列", "原值", "规则", "问题", "补救", "作用", "发现编号")
_SHOWN = 50  # findings in the Markdown
_LIMIT = 20_000  # rows that a supplier can still look through


class Found(NamedTuple):
    """What was found in a delivery: how often each rule is broken in it, and, no more than a person looks through, the first findings, the
    first records in quarantine, and the (sheet, row, column) of what is wrong in those."""

    counted: Counter[str]
    findings: list[dict[str, Any]]
    quarantined: list[dict[str, Any]]
    wrong: set[tuple[str | None, int | None, str | None]]


def write(database: Path, folder: Path, sources: dict[str, Source], deliveries: set[str]) -> list[Path]:
    """Write the receipts of some deliveries of a release below `folder`, named after source, file and delivery; returns the workbooks."""
    written = []
    with connect(database, read_only=True) as connection:
        rows = fetch_dicts(connection, read_sql(Path(__file__).with_name("receipts.sql")), {"deliveries": sorted(deliveries)})
        rules = {row["code"]: row for row in fetch_dicts(connection, "SELECT * FROM rule")}
        for row in rows:
            found = _found(connection, row["delivery_id"])
            path = folder / row["source"] / f"{_slug(row['file'])}-{row['delivery_id'][-8:]}"
            path.parent.mkdir(parents=True, exist_ok=True)
            told = as_markdown(row, found.counted, found.findings, rules, sources.get(row["source"]))
            path.with_suffix(".md").write_text(told, encoding="utf-8")
            _workbook(path.with_suffix(".xlsx"), row, found, rules, sources.get(row["source"]))
            written.append(path.with_suffix(".xlsx"))
    return written


def _found(connection: duckdb.DuckDBPyConnection, delivery_id: str) -> Found:
    of_it = {"delivery_id": delivery_id}
    first = "WHERE delivery_id = $delivery_id ORDER BY sheet, row_no, code"
    counted = fetch(connection, "SELECT code, count(*) FROM finding WHERE delivery_id = $delivery_id GROUP BY code", of_it)
    findings = fetch_dicts(connection, f"SELECT * FROM finding {first}, finding_id LIMIT $most", of_it | {"most": _LIMIT})
    quarantined = fetch_dicts(connection, f"SELECT * FROM quarantine {first} LIMIT $most", of_it | {"most": _LIMIT})
    wrong = fetch(
        connection,
        "SELECT DISTINCT sheet, row_no, column_name FROM finding "
        "WHERE delivery_id = $delivery_id AND row_no IN (SELECT unnest(CAST($rows AS BIGINT[])))",
        of_it | {"rows": [record["row_no"] for record in quarantined]},
    )
    return Found(Counter(dict(counted)), findings, quarantined, set(wrong))


def as_markdown(
    delivery: dict[str, Any],
    counted: Counter[str],
    findings: list[dict[str, Any]],
    rules: dict[str, dict[str, Any]],
    source: Source | None,
) -> str:
    """A receipt as a page of text: the head, the rules broken and how often, the first findings."""
    lines = [f"# 数据交付回执：{for_markdown(delivery['file'])}", ""]
    lines += [f"- {label}：{for_markdown(str(value))}" for label, value in _head(delivery, source)]
    lines += ["", "## 按规则汇总", "", "| 规则 | 名称 | 次数 | 补救 |", "|---|---|---:|---|"]
    lines += [
        f"| {code} | {for_markdown(rules[code]['title'])} | {count} | {for_markdown(rules[code]['remedy'])} |"
        for code, count in sorted(counted.items())
    ] or ["| - | 没有发现问题 | 0 | |"]
    if findings:
        lines += ["", "## 明细", "", "| 工作表 | 行 | 列 | 原值 | 问题 |", "|---|---:|---|---|---|"]
        for finding in findings[:_SHOWN]:
            cells = (finding["sheet"], finding["row_no"], _label(finding["column_name"]), finding["found_text"], finding["message"])
            lines.append("| " + " | ".join(for_markdown("" if cell is None else str(cell)) for cell in cells) + " |")
        if counted.total() > _SHOWN:
            rest = "其余见同名 xlsx" if counted.total() <= _LIMIT else f"同名 xlsx 列出前 {_LIMIT:,} 条"
            lines.append(f"\n共 {counted.total():,} 条，{rest}。")
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
    found: Found,
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
        for code, count in sorted(found.counted.items()):
            line += 1
            for column, cell in enumerate((code, rules[code]["title"], rules[code]["remedy"])):
                sheet.write_string(line, column, cell, wrapped)
            sheet.write_number(line, 3, count)
        _details(book.add_worksheet("问题明细"), found.findings, rules, head, wrapped, marked)
        if found.quarantined:
            _records(book.add_worksheet("隔离记录"), found, source, head, wrapped, marked)
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
    found: Found,
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
    contents = [json.loads(record["cells"]) for record in found.quarantined]
    headings = list(dict.fromkeys(heading for content in contents for heading in content))
    # Without the first part of a key there is no sample_id; where no record has it, its column is shown to be empty.
    keyed = {*source.key[:1], *source.fallback_key[:1]} if source is not None else set()
    if any(column == "sample_id" for _, _, column in found.wrong) and keyed.isdisjoint(map(spelled.get, map(heading_key, headings))):
        spelled |= {heading_key(_label(column)): column for column in keyed}
        headings = [*map(_label, sorted(keyed)), *headings]
    sheet.write_row(0, 0, ("工作表", "行", "规则", *headings), head)
    sheet.freeze_panes(1, 3)
    for line, (record, content) in enumerate(zip(found.quarantined, contents, strict=True), start=1):
        for column, cell in enumerate((record["sheet"], str(record["row_no"]), record["code"])):
            sheet.write_string(line, column, cell or "", wrapped)
        for column, heading in enumerate(headings, start=3):
            name = spelled.get(heading_key(heading))
            names = {name, "sample_id"} if name in keyed else {name}
            guilty = any((record["sheet"], record["row_no"], one) in found.wrong for one in names)
            sheet.write_string(line, column, str(content.get(heading, "")), marked if guilty else wrapped)
