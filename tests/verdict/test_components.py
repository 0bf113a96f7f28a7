"""Sums of components: what the sum may be, from exact, censored and undetected parts in their own units."""

from fractions import Fraction

import pytest

from qmon.grammar import read_limit, read_result
from qmon.verdict.components import sum_of
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
