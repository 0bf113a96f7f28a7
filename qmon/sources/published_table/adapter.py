"""published_table: one record of each printed rate; what a title or a heading says of all rows is written into each."""

import re
from typing import Any

import pyarrow as pa

from qmon import grammar
from qmon.reference import categories, offices, printed_words

_SUM = re.compile(r"\s*[合总共]\s*计|.*(?:合计|总计)")
_SUBTOTAL = re.compile(r"\s*小\s*计")
_OF_WHICH = re.compile(r"\s*其\s*中")
_BRACKETS = re.compile(r"[（(][^()（）]*[)）]\s*$")
_COUNTS = ("n", "n_pass", "n_fail")
_RATES = {"pass": "pass_rate_text", "fail": "fail_rate_text"}
# What every record has afterwards, besides the columns delivered.
_WRITTEN = (
    *("publisher", "period_text", "region_text", "row_role", "group_label", "group_code"),
    *("n_unit_text", "numerator_unit_text", "rate_kind", "printed_rate_text"),
)


def adapt(table: pa.Table) -> pa.Table:
    """Landed records -> one record of each row and kind of rate, in order.

    Added: row_role and group_code of the label; publisher, period_text, region_text from the title where no column has them;
    n_unit_text and numerator_unit_text from the cell, the heading or the unit's column, in this order; rate_kind and printed_rate_text.
    """
    given = set(table.column_names)
    rows = [row for delivered in table.to_pylist() for row in _by_rate(_described(delivered, given), given)]
    names = [*table.column_names, *(name for name in _WRITTEN if name not in given)]
    kinds = {field.name: field.type for field in table.schema}
    return pa.table({name: pa.array([row.get(name) for row in rows], kinds.get(name, pa.string())) for name in names})


def _described(row: dict[str, Any], given: set[str]) -> dict[str, Any]:
    """The row with its role, its code, and what its title says of it."""
    title = row.get("notice_title") or ""
    label = grammar.clean(row.get("group_label"))
    if label is None and _role(grammar.clean(row.get("row_label")) or "") != "group":
        label = grammar.clean(row["row_label"])  # 合计 under 序号
    role = _role(label or "")
    found = row | {"group_label": label, "row_role": role, "group_code": _code(row.get("domain_text"), label, role)}
    if "publisher" not in given:
        found["publisher"] = offices.office_in(title)
    if "period_text" not in given:
        found["period_text"] = grammar.find_period(title)
    if "region_text" not in given:
        office = found.get("publisher") or ""
        found["region_text"] = "全国" if offices.office_level(office) == "national" else office or None
    return found | _units(row)


def _role(label: str) -> str:
    """total, subtotal, of_which or group, by how the label begins or ends; a remark in brackets behind it is passed over."""
    plain = _BRACKETS.sub("", label)
    if _OF_WHICH.match(plain):
        return "of_which"
    if _SUBTOTAL.fullmatch(plain):
        return "subtotal"
    return "total" if _SUM.fullmatch(plain) else "group"


def _code(domain_text: str | None, label: str | None, role: str) -> str | None:
    """ALL for the total; else the category that the label is in the domain, where there is one."""
    if role != "group":
        return "ALL" if role == "total" else None
    # A table that states no domain is one of food categories, or its rows have no code.
    domain = printed_words.domain(domain_text) if domain_text else "food"
    found = categories.read_category(domain, label) if domain and label else None
    return found.code if found is not None else None


def _units(row: dict[str, Any]) -> dict[str, str | None]:
    """The unit of the number tested, and that of those that pass or fail: the one that differs where the two do."""
    whole = grammar.clean(row.get("unit_counted_text"))
    units = {
        count: grammar.read_count(row.get(f"{count}_text")).unit_text or grammar.clean(row.get(f"{count}_unit_text")) or whole
        for count in _COUNTS
        if grammar.clean(row.get(f"{count}_text")) is not None
    }
    tested = units.get("n", whole)
    others = [unit for count, unit in units.items() if count != "n" and unit is not None]
    return {"n_unit_text": tested, "numerator_unit_text": next((unit for unit in others if unit != tested), others[0] if others else None)}


def _by_rate(row: dict[str, Any], given: set[str]) -> list[dict[str, Any]]:
    """The row once for each column of rates in its table; once without a rate where it has none."""
    kinds = [kind for kind, column in _RATES.items() if column in given]
    if "printed_rate_text" in given or not kinds:
        # Its label: the code itself (none) is a spelling of nothing.
        return [row | {"rate_kind": grammar.clean(row.get("rate_kind")) or "未印比率"}]
    return [row | {"rate_kind": kind, "printed_rate_text": row.get(_RATES[kind])} for kind in kinds]
