"""Results and limits of published notices, read in place where the files are present."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from qmon.grammar import read_item, read_limit, read_result

FOLDER = Path(__file__).parents[2].parent / "shared/data/real/cn_food_spotcheck"
FROZEN_DRINKS = "food_foodmate_2022H1_frozen_drinks_36fail.csv"
STARCH_AND_SOY = "food_foodmate_2022H1_starch_soy_2297rows.csv"
ADDITIVES = "food_foodmate_2021H1_additives_contact_629rows.csv"


def failing_rows(name: str) -> list[dict[str, str]]:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name}: the published notices are kept beside the repository, not in it")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["判定"] == "不合格"]


def results(name: str) -> Counter[str]:
    read = [read_result(row["检测结果"], row["单位"], row["限量值"]) for row in failing_rows(name)]
    return Counter(one.reason or ("list" if one.values else one.qualifier or "") for one in read)


def limits(name: str) -> Counter[str]:
    read = [read_limit(row["限量值"], unit_text=row["单位"]) for row in failing_rows(name)]
    return Counter(one.reason or one.operator or "" for one in read)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (FROZEN_DRINKS, {"list": 22, "=": 5, "truncated_exponent": 9}),
        (
            STARCH_AND_SOY,
            {"=": 47, "list": 3, "truncated_exponent": 3, "broken_exponent": 1, "two_values": 1},
        ),
        (ADDITIVES, {"empty": 37, "unknown_unit": 2, "qualitative": 1, ">": 1}),
    ],
)
def test_results_read_and_left_unread(name: str, expected: dict[str, int]) -> None:
    assert results(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (FROZEN_DRINKS, {"plan": 18, ">=": 5, "truncated_exponent": 12, "no_operator": 1}),
        (
            STARCH_AND_SOY,
            {"<=": 34, "not_permitted": 12, "plan": 4, "no_operator": 3, "truncated_exponent": 2},
        ),
        (ADDITIVES, {"empty": 37, "unknown_unit": 2, "qualitative": 1, "no_operator": 1}),
    ],
)
def test_limits_read_and_left_unread(name: str, expected: dict[str, int]) -> None:
    assert limits(name) == expected


def test_every_list_of_the_frozen_drinks_under_a_plan_has_five_values() -> None:
    read = [read_result(row["检测结果"], row["单位"], row["限量值"]) for row in failing_rows(FROZEN_DRINKS)]
    assert Counter(len(one.values) for one in read if one.values) == {5: 21, 4: 1}


def test_limit_stays_out_of_the_names_of_items() -> None:
    path = FOLDER / "food_eshian_2015_2021_sesame_oil.csv"
    if not path.exists():
        pytest.skip(f"{path.name}: the published notices are kept beside the repository, not in it")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        items = [read_item(row["不合格项（标准值）/Substance/Hazard"]) for row in csv.DictReader(stream)]
    names = Counter(item.name for item in items)
    assert names["苯并[a]芘"] == sum(item.name is not None and item.name.startswith("苯并") for item in items)
    assert not any(item.name and "≤" in item.name for item in items)
