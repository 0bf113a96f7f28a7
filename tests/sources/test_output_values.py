"""Output values: what is no division, no number or no single value is said, and weighs nothing."""

from collections import Counter

import pytest

from tests.conftest import Office

HEADING = "年份,地区,行业大类,工业总产值（亿元）"
GOOD = "2023,济南市,C13,10"
WHOLE = ("output_year", "region_code", "industry", "output_value")


@pytest.mark.parametrize(
    ("row", "codes", "kept"),
    [
        ("2023,济南市,C14,20", [], ["C13", "C14"]),
        ("2023,济南市,C43,20", [], ["C13", "C43"]),
        ("2023,济南市,C44,20", ["C05", "P02"], ["C13"]),
        ("2023,济南市,C14,-1", ["C06", "P02"], ["C13"]),
        ("2023,济南市,C14,", ["P02"], ["C13"]),
        ("2023,济南市,C13,20", ["P01", "P01"], []),
        ("2024,济南市,C13,20", [], ["C13", "C13"]),
        ("2023,某某市,C14,20", ["C03", "P02"], ["C13"]),
        ("二〇二三,济南市,C14,20", ["C01", "P02"], ["C13"]),
    ],
)
def test_only_one_readable_value_is_a_weight(office: Office, row: str, codes: list[str], kept: list[str]) -> None:
    office.deliver("industrial_output/values.csv", "\n".join((HEADING, GOOD, row)))
    office.take_in()
    assert office.codes() == codes
    whole = [one for one in office.history("output_value") if all(one[name] is not None for name in WHOLE)]
    same = Counter(tuple(one[name] for name in WHOLE[:3]) for one in whole)
    assert sorted(one["industry"] for one in whole if same[tuple(one[name] for name in WHOLE[:3])] == 1) == kept


def test_two_values_for_one_stratum_are_none(office: Office) -> None:
    office.form("SC1,监督抽检,省抽,流通,糕点,虚构蛋糕,2025-03-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,")
    office.deliver("industrial_output/values.csv", "\n".join((HEADING, GOOD, "2023,济南市,C13,20", "2023,济南市,C14,5")))
    assert office.night().exit_code == 0
    assert office.ask("SELECT industry FROM output_value") == [("C14",)]


def test_the_newest_file_that_gives_a_value_counts(office: Office) -> None:
    office.form("SC1,监督抽检,省抽,流通,糕点,虚构蛋糕,2025-03-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,")
    office.deliver("industrial_output/a.csv", f"{HEADING}\n{GOOD}\n2023,济南市,C14,5")
    office.night()
    office.deliver("industrial_output/b.csv", f"{HEADING}\n2023,济南市,C13,12")
    office.night(days=1)
    assert office.ask("SELECT industry, CAST(output_value AS INTEGER) FROM output_value ORDER BY industry") == [("C13", 12), ("C14", 5)]
