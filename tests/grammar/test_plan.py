"""Sampling plans in all their spellings, and the damaged ones."""

import pytest

from qmon.grammar import read_plan
from qmon.grammar.plan import plan_size


@pytest.mark.parametrize(
    ("text", "m", "upper_m", "unit"),
    [
        ("n=5,c=2,m=2.5×10⁴,M=10⁵CFU/g", "25000", "100000", "CFU/g"),
        ("n=5, c=2, m=10000, M=100000", "10000", "100000", None),
        ("n=5，c=2，m=100CFU/g，M=1000CFU/g", "100", "1000", "CFU/g"),
        ("ｎ＝5，ｃ＝2，ｍ＝10，Ｍ＝100", "10", "100", None),
        ("N=5;C=2;m=10;M=100", "10", "100", None),
        ("n=5,c=2,m=10²CFU/g,\nM=10³CFU/g", "100", "1000", "CFU/g"),
        ("n = 5 , c = 2 , m = 10 , M = 10²", "10", "100", None),
        ("n=5 c=2 m=10 M=100CFU/mL", "10", "100", "CFU/mL"),
        ("n=5,c=2,m=10<sup>4</sup>CFU/g,M=10<sup>5</sup>CFU/g", "10000", "100000", "CFU/g"),
        ("n=5,c=2,m=2.5×10⁴,M=10⁵（单位：CFU/g）", "25000", "100000", "CFU/g"),
        ("n=5,c=2,m=50,000,M=100,000CFU/mL", "50000", "100000", "CFU/mL"),
        ("采样方案：n=5,c=2,m=1,M=10", "1", "10", None),
        ("n=5,c=2,m=10,M=10²CFU/g", "10", "100", "CFU/g"),
    ],
)
def test_three_class_plan(text: str, m: str, upper_m: str, unit: str | None) -> None:
    plan = read_plan(text)
    assert (plan.n, plan.c, str(plan.m), str(plan.upper_m), plan.unit) == (5, 2, m, upper_m, unit)
    assert plan.reason is None


@pytest.mark.parametrize(
    ("text", "m", "upper_m"),
    [
        ("n=5，c=2，m=104CFU/g，M=105CFU/g", "10000", "100000"),
        ("n=5,c=2,m=2.5×104,M=105CFU/g", "25000", "100000"),
        ("n=5,c=2,m=10,M=102CFU/g", "10", "100"),
        ("n=5,c=2,m=102,M=103（单位：CFU/g）", "100", "1000"),
    ],
)
def test_flattened_exponent_is_read_where_germs_are_counted(text: str, m: str, upper_m: str) -> None:
    plan = read_plan(text)
    assert (str(plan.m), str(plan.upper_m), plan.unit, plan.reason) == (m, upper_m, "CFU/g", None)


def test_unit_column_proves_a_flattened_exponent_too() -> None:
    assert str(read_plan("n=5,c=2,m=104,M=105", "CFU/g").upper_m) == "100000"


@pytest.mark.parametrize("text", ["n=5,c=0,m=0/25g", "n=5，c=0，m=0/25g", "n=5,\nc=0,\nm=0 /25g"])
def test_two_class_plan_has_no_upper_m(text: str) -> None:
    plan = read_plan(text)
    assert (plan.n, plan.c, str(plan.m), plan.upper_m, plan.unit) == (5, 0, "0", None, "/25g")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("n=5,c=2,m=104,M=105", "flattened_exponent"),
        ("n=5,c=2,m=100,M=105CFU/g", "flattened_exponent"),
        ("n=5,c=0,m=102CFU/g", "flattened_exponent"),
        ("n=5,c=2,m=104杯,M=105CFU/g", "unknown_unit"),
        ("n=5，c=2，m=2.5×10", "truncated_exponent"),
        ("n=5,c=2,m=10", "truncated_exponent"),
        ("n=5,c=2,m=10,M=10", "truncated_exponent"),
        ("n=5，c=2，m=10CFU/g，M=10", "truncated_exponent"),
        ("n=5,c=2,m=25000,M=10", "truncated_exponent"),
        ("n=5,c=2,m=3.9×10?,M=10⁵", "broken_exponent"),
        ("n=5,c=2,m=1000,M=100CFU/g", "plan_invalid"),
        ("n=5,c=5,m=10,M=100CFU/g", "plan_invalid"),
        ("n=5,c=2", "plan_incomplete"),
        ("n=5,m=0/25g", "plan_incomplete"),
        ("n=5,c=2,m=10CFU/g,M=100CFU/mL", "unit_conflict"),
        ("n=5,c=2,m=10µ/g,M=100µ/g", "unknown_unit"),
        ("n=5,c=2,m=10,M=100(单位:杯)", "unknown_unit"),
        ("n=5,c=2,m=ab,M=100", "unreadable"),
        ("n=5,c=x,m=10,M=100", "unreadable"),
        ("n=5,n=6,c=2,m=10,M=100", "unreadable"),
        ("≤100CFU/g;n=5,c=2,m=10,M=100", "unreadable"),
        ("≤100CFU/g", "no_plan"),
        ("/", "empty"),
    ],
)
def test_damaged_plan_is_not_guessed(text: str, reason: str) -> None:
    plan = read_plan(text)
    assert (plan.reason, plan.m, plan.upper_m) == (reason, None, None)


def test_n_and_c_stay_readable_beside_a_reason() -> None:
    plan = read_plan("n=5，c=2，m=2.5×10")
    assert (plan.n, plan.c) == (5, 2)


@pytest.mark.parametrize(("text", "n"), [("n=5，c=2，m=2.5×10", 5), ("n₁：530", None), ("≤5", None), (None, None)])
def test_size_of_the_plan(text: str | None, n: int | None) -> None:
    assert plan_size(text) == n
