"""How often and how much of an item is found, and how often it is over its limit: small tables in, small tables out."""

from typing import Any

import pytest

from tests.conftest import Office

FORM = "SC{n},{purpose},省抽,流通,{category},虚构食品{n},{day},虚构食品厂,虚构超市,济南市,{verdict},"


def measured(office: Office, *results: str, purpose: str = "监督抽检", category: str = "糕点", day: str = "2025-03-05") -> None:
    """One sample each: value, unit, verdict, limit, its unit, limit of detection, its unit."""
    verdict = "纯监测不判定合格样品" if purpose == "风险监测" else "纯抽检合格样品"
    office.form(*(FORM.format(n=n, purpose=purpose, category=category, day=day, verdict=verdict) for n in range(len(results))))
    office.items(*(f"SC{n},铅（以Pb计）,{result}" for n, result in enumerate(results)))
    assert office.night().exit_code == 0


def occurrence(office: Office, columns: str, where: str = "category_code = 'ALL' AND period = 'ALL'") -> list[Any]:
    return office.ask(f"SELECT {columns} FROM occurrence WHERE {where} ORDER BY ALL")


BOUNDS = [
    ("0.1,mg/kg,合格项,0.5,mg/kg,0.02,mg/kg", (False, 0.1, 0.1, 0.1)),
    ("未检出,mg/kg,合格项,0.5,mg/kg,0.02,mg/kg", (True, 0.0, 0.01, 0.02)),
    ("未检出,mg/kg,合格项,0.5,mg/kg,20,μg/kg", (True, 0.0, 0.01, 0.02)),
    ("未检出,mg/kg,合格项,0.5,mg/kg,,", (True, 0.0, None, None)),
    ("<0.05,mg/kg,合格项,0.5,mg/kg,,", (True, 0.0, 0.025, 0.05)),
    ("NQ (0.06),mg/kg,合格项,0.5,mg/kg,0.02,mg/kg", (True, 0.02, 0.03, 0.06)),
    ("NQ (0.03),mg/kg,合格项,0.5,mg/kg,0.02,mg/kg", (True, 0.02, 0.02, 0.03)),
    ("NQ (0.06),mg/kg,合格项,0.5,mg/kg,,", (True, 0.0, 0.03, 0.06)),
]


def test_a_result_lies_between_its_bounds(office: Office) -> None:
    measured(office, *(result for result, _ in BOUNDS))
    found = office.ask("SELECT censored, lower_bound, middle_bound, upper_bound FROM measurement ORDER BY sample_id")
    for one, (result, bounds) in zip(found, BOUNDS, strict=True):
        assert one == pytest.approx(bounds), result


def test_words_and_lists_are_no_measurement(office: Office) -> None:
    measured(office, "0.1,mg/kg,合格项,0.5,mg/kg,,", "符合,,合格项,,,,", "/,,合格项,,,,")
    assert office.ask("SELECT count(*) FROM measurement") == [(1,)]


def test_bounds_stand_beside_the_share_censored(office: Office) -> None:
    """0.1, 20 ug/kg and below 0.04: the unit is the one that most results have."""
    measured(office, "0.1,mg/kg,合格项,0.5,mg/kg,,", "20,μg/kg,合格项,0.5,mg/kg,,", "未检出,mg/kg,合格项,0.5,mg/kg,0.04,mg/kg")
    columns = "unit, n, n_detected, n_censored, mean_lower, mean_middle, mean_upper, maximum"
    (found,) = occurrence(office, columns)
    assert found == ("mg/kg", 3, 2, 1, pytest.approx(0.04), pytest.approx(0.14 / 3), pytest.approx(0.16 / 3), pytest.approx(0.1))
    assert occurrence(office, "round(rate, 4), round(ci_low, 4), round(ci_high, 4), round(share_censored, 4)") == [
        (0.6667, 0.2077, 0.9385, 0.3333)
    ]


def test_without_a_limit_there_is_no_upper_bound_and_no_estimate(office: Office) -> None:
    measured(office, *["0.1,mg/kg,合格项,0.5,mg/kg,,"] * 3, "未检出,mg/kg,合格项,0.5,mg/kg,,")
    columns = "n_without_limit, round(mean_lower, 4), mean_middle, mean_upper, estimated_by, mean_estimate"
    assert occurrence(office, columns) == [(1, 0.075, None, None, None, None)]


def test_an_estimate_says_by_what_method(office: Office) -> None:
    measured(office, "0.1,mg/kg,合格项,0.5,mg/kg,,", "0.2,mg/kg,合格项,0.5,mg/kg,,", "0.3,mg/kg,合格项,0.5,mg/kg,,")
    assert occurrence(office, "estimated_by, round(mean_estimate, 6), round(median, 6), p95") == [("plain", 0.2, 0.2, None)]


def test_tracks_and_dimensions_are_apart_and_years_and_categories_beside_their_sum(office: Office) -> None:
    measured(office, "0.1,mg/kg,合格项,0.5,mg/kg,,", "0.1,mg/L,合格项,0.5,mg/L,,", "0.3,mg/kg,不判定项,,,,")
    assert occurrence(office, "track, unit, n") == [("risk", "mg/kg", 1), ("supervision", "mg/L", 1), ("supervision", "mg/kg", 1)]
    assert occurrence(office, "category_code, period, n", "track = 'risk'") == [
        ("ALL", "2025", 1), ("ALL", "ALL", 1), ("F24", "2025", 1), ("F24", "ALL", 1),
    ]  # fmt: skip


def test_exceedance_counts_what_is_over_and_what_is_above_half(office: Office) -> None:
    """Over 0.5: 0.6; above half of it: 0.6 and 0.3; exactly half is not above; 1 of 5 over."""
    measured(
        office,
        "0.6,mg/kg,不合格项,0.5,mg/kg,,",
        "0.3,mg/kg,合格项,0.5,mg/kg,,",
        "0.25,mg/kg,合格项,0.5,mg/kg,,",
        "250,μg/kg,合格项,0.5,mg/kg,,",
        "未检出,mg/kg,合格项,0.5,mg/kg,,",
    )
    columns = "n, n_fail, rate, n_beside_limit, n_above_half, share_above_half"
    found = office.ask(f"SELECT {columns} FROM exceedance WHERE category_code = 'ALL' AND period = 'ALL'")
    assert found == [(5, 1, 0.2, 5, 2, 0.4)]
    assert office.ask("SELECT round(ci_low, 4), round(ci_high, 4) FROM exceedance WHERE category_code = 'ALL' AND period = 'ALL'") == [
        (0.0362, 0.6245)
    ]


def test_a_problem_item_is_over_and_one_that_is_not_judged_is_not(office: Office) -> None:
    measured(office, "0.6,mg/kg,问题项,,,,", "0.1,mg/kg,不判定项,,,,", purpose="风险监测")
    asked = "SELECT track, n, n_fail, n_beside_limit, share_above_half FROM exceedance WHERE category_code = 'ALL' AND period = 'ALL'"
    assert office.ask(asked) == [("risk", 2, 1, 0, None)]


def test_without_a_measured_result_the_table_is_empty(office: Office) -> None:
    office.form("SC1,监督抽检,省抽,流通,糕点,虚构蛋糕,2025-03-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,")
    assert office.night().exit_code == 0
    assert office.ask("SELECT count(*) FROM occurrence") == [(0,)]
