"""Every item, result and limit cell of the published food notices: read, or refused with its reason; `-s` prints the table."""

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from qmon.grammar import Limit, Result, read_firms, read_item, read_limit, read_result

# file: how its results are read or refused, how its limits are
EXPECTED = {
    "food_foodmate_2022H1_frozen_drinks_36fail.csv": (
        {"vector": 21, "=": 5, "truncated_exponent": 9, "no_plan": 1},
        {"plan": 18, ">=": 5, "truncated_exponent": 12, "no_operator": 1},
    ),
    "food_foodmate_2022H1_starch_soy_2297rows.csv": (
        {"=": 48, "vector": 3, "truncated_exponent": 3, "broken_exponent": 1},
        {"<=": 34, "not_permitted": 12, "plan": 4, "no_operator": 3, "truncated_exponent": 2},
    ),
    "food_foodmate_2021H1_additives_contact_629rows.csv": (
        {"empty": 37, "unknown_unit": 2, "qualitative": 1, ">": 1},
        {"empty": 37, "unknown_unit": 2, "qualitative": 1, "no_operator": 1},
    ),
    "food_eshian_2015_2021_sesame_oil.csv": (
        {"=": 49, "empty": 6, "unit_conflict": 1},
        {"<=": 42, "no_operator": 8, "empty": 6},
    ),
    "food_foodmate_2015_2020_flour_benzoylperoxide.csv": ({"=": 11}, {"not_detected": 9, "not_permitted": 2}),
}


class Cell(NamedTuple):
    """The cells of one tested item and what was read of them."""

    item: str
    value_text: str
    limit_text: str
    result: Result
    limit: Limit


def cells(folder: Path, name: str) -> Iterator[Cell]:
    """The tested items of a file; a limit and a unit in the item's cell stand in for empty ones, as in the corridor."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            read = read_item(row.get("检测项目", row.get("不合格项（标准值）/Substance/Hazard")))
            if read.name is None:
                continue
            value_text = row.get("检测结果", row.get("检验结果/Analytical Result")) or ""
            limit_text = row.get("限量值", row.get("标准值")) or read.limit_text or ""
            unit_text = row.get("单位", row.get("单位/Unit")) or read.unit_text
            limit = read_limit(limit_text, unit_text=unit_text)
            yield Cell(read.name, value_text, limit_text, read_result(value_text, unit_text, limit_text if limit.plan else None), limit)


def shown(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def read_as(result: Result) -> str:
    """A result as one word of the table."""
    number = " ".join(result.values) if result.values else f"{shown(result.value)}{shown(result.bound)}"
    first = f" (first {shown(result.first_value)})" if result.first_value is not None else ""
    return result.reason or f"{result.qualifier} {number}{first} {result.unit or ''}"


def limited_as(limit: Limit) -> str:
    """A limit as one word of the table."""
    if limit.reason is not None:
        return limit.reason
    if limit.plan is not None:
        return f"n={limit.plan.n} c={limit.plan.c} m={shown(limit.plan.m)} M={shown(limit.plan.upper_m)} {limit.unit or ''}"
    return f"{limit.operator} {shown(limit.low)} {shown(limit.high)} {limit.unit or ''} {limit.basis or ''}"


@pytest.mark.parametrize("name", EXPECTED)
def test_every_result_and_limit_is_read_or_has_its_reason(name: str, real: Path) -> None:
    found = list(cells(real / "real" / "cn_food_spotcheck", name))
    for cell in dict.fromkeys(
        (cell.item, cell.value_text, read_as(cell.result), cell.limit_text, limited_as(cell.limit)) for cell in found
    ):
        print(*(repr(text) for text in cell), sep=" | ")
    results = Counter(cell.result.reason or ("vector" if cell.result.values else cell.result.qualifier) for cell in found)
    limits = Counter(cell.limit.reason or cell.limit.operator for cell in found)
    assert (results, limits) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_list_has_as_many_values_as_its_plan_has_units(name: str, real: Path) -> None:
    found = cells(real / "real" / "cn_food_spotcheck", name)
    assert all(len(cell.result.values) == (cell.limit.plan.n if cell.limit.plan else 5) for cell in found if cell.result.values)


def test_limit_stays_out_of_the_names_of_items(real: Path) -> None:
    names = Counter(cell.item for cell in cells(real / "real" / "cn_food_spotcheck", "food_eshian_2015_2021_sesame_oil.csv"))
    assert names["苯并[a]芘"] == sum(count for name, count in names.items() if name.startswith("苯并"))
    assert not any("≤" in name for name in names)


def test_every_producer_with_roles_has_its_maker_or_a_reason(real: Path) -> None:
    """委托生产企业 may be who entrusts or who is entrusted: left unread."""
    names: set[str] = set()
    for name in EXPECTED:
        with (real / "real" / "cn_food_spotcheck" / name).open(encoding="utf-8-sig", newline="") as file:
            names.update(row.get("生产商", row.get("生产企业/Subject")) or "" for row in csv.DictReader(file))
    labelled = [name for name in sorted(names) if ":" in name or "：" in name]
    for name in labelled:
        read = read_firms(name)
        print(repr(name), read.reason or " + ".join(f"{firm.role} {firm.name}" for firm in read.firms), sep=" | ")
    found = Counter(read.reason or "+".join(sorted(str(firm.role) for firm in read.firms)) for read in map(read_firms, labelled))
    assert found == {
        "entrusting+maker": 19,
        "distributor+maker": 7,
        "maker": 4,
        "maker+supervisor": 3,
        "licensor+maker": 1,
        "supplier": 1,
        "unknown_role": 1,
    }
