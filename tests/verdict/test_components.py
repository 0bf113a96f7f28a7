"""Sums of components: what the sum may be, from exact, censored and undetected parts in their own units."""

from fractions import Fraction

import pytest

from qmon.grammar import read_limit, read_result
from qmon.verdict.components import derive_sum, sum_of
from qmon.verdict.interval import Interval
from qmon.verdict.item import allowed

LIMIT = allowed(read_limit("≤100μg/kg"))  # 恩诺沙星（以恩诺沙星与环丙沙星之和计）


@pytest.mark.parametrize(
    ("parts", "within", "apart"),
    [
        (("60μg/kg", "40μg/kg"), True, False),
        (("60μg/kg", "40.1μg/kg"), False, True),
        (("0.06mg/kg", "40μg/kg"), True, False),
        (("99μg/kg", "未检出(检出限：1μg/kg)"), True, False),
        (("99μg/kg", "未检出(检出限：2μg/kg)"), False, False),
        (("101μg/kg", "未检出(检出限：2μg/kg)"), False, True),
        (("99μg/kg", "＜1μg/kg"), True, False),
        (("100μg/kg", "＞0μg/kg"), False, True),
    ],
)
def test_a_sum_may_be_any_sum_of_its_parts(parts: tuple[str, ...], within: bool, apart: bool) -> None:
    total = sum_of([read_result(part) for part in parts], "μg/kg")
    assert total is not None
    assert (total.within(LIMIT), total.apart(LIMIT)) == (within, apart)


def test_a_sum_of_exact_parts_is_exact() -> None:
    assert sum_of([read_result("0.1mg/kg"), read_result("0.2mg/kg")], "mg/kg") == Interval(Fraction(3, 10), Fraction(3, 10))


@pytest.mark.parametrize("parts", [(), ("60μg/kg", "40μg/L"), ("60μg/kg", "合格"), ("60μg/kg", None), ("60μg/kg", "40")])
def test_no_sum_of_what_cannot_be_added(parts: tuple[str | None, ...]) -> None:
    assert sum_of([read_result(part) for part in parts], "μg/kg") is None


@pytest.mark.parametrize(
    ("parts", "limit", "verdict", "reason"),
    [
        (("60μg/kg", "40μg/kg"), "≤100μg/kg", "conforming", None),
        (("60μg/kg", "40.1μg/kg"), "≤100μg/kg", "nonconforming", None),
        (("99μg/kg", "未检出(检出限：2μg/kg)"), "≤100μg/kg", None, "sum_undecided"),
        (("99μg/kg", None), "≤100μg/kg", None, "component_missing"),
        (("101μg/kg", None), "≤100μg/kg", "nonconforming", None),  # whatever the other may be
        (("61g/100g", None), "≥60g/100g", "conforming", None),
        (("99μg/kg", "合格"), "≤100μg/kg", None, "component_missing"),
        (("未检出", "未检出(检出限：2μg/kg)"), "不得检出", "conforming", None),
        (("未检出", None), "不得检出", None, "component_missing"),
        (("未检出(检出限：2μg/kg)", "1μg/kg"), "不得检出", "nonconforming", None),
        (("60μg/kg", "40μg/kg"), None, None, "no_limit"),
        (("60μg/kg", "40μg/kg"), "≤100", None, "unit_missing"),
        (("60μg/kg", "40μg/kg"), "n=5,c=2,m=10,M=100CFU/g", None, "plan_count"),
    ],
)
def test_a_sum_is_judged_by_its_components_or_has_its_reason(
    parts: tuple[str | None, ...], limit: str | None, verdict: str | None, reason: str | None
) -> None:
    components = [None if part is None else read_result(part) for part in parts]
    derived, _ = derive_sum(components, read_limit(limit))
    assert derived == (verdict, reason)


@pytest.mark.parametrize(("parts", "near"), [(("60μg/kg", "40μg/kg"), True), (("60μg/kg", "41μg/kg"), False), (("100μg/kg", None), False)])
def test_a_sum_that_equals_its_limit_is_near_it(parts: tuple[str | None, ...], near: bool) -> None:
    components = [None if part is None else read_result(part) for part in parts]
    assert derive_sum(components, read_limit("≤100μg/kg"))[1] == near


def test_a_sum_of_risk_monitoring_is_a_problem_or_not_judged() -> None:
    components = [read_result("60μg/kg"), read_result("41μg/kg")]
    assert derive_sum(components, read_limit("≤100μg/kg"), track="risk")[0].verdict == "problem"
    assert derive_sum(components, read_limit("≤101μg/kg"), track="risk")[0].verdict == "not_judged"
