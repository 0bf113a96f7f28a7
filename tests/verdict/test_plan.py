"""Sampling plans: two and three classes, at m, at M, at c, with results that are not exact, and with too few of them."""

import pytest

from tests.verdict.test_item import FAILS, PASSES, Derived, verdict

MILK = "n=5,c=2,m=50000,M=100000CFU/mL"  # 菌落总数 of pasteurised milk (docs/domain.md)
LISTERIA = "n=5,c=0,m=0/25g"
COLIFORMS = "n=5,c=2,m=10,M=100CFU/g"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("50000；50000；50000；100000；100000", PASSES),  # at m, at M, and as many as c
        ("50000；50000；50001；100000；100000", FAILS),  # one more than c
        ("0；0；0；0；100001", FAILS),  # above M
        ("100001；0；0；0；0", FAILS),
        ("5.0×10⁴；5.0×10⁴；10⁵；10⁵；50000.0", PASSES),
        ("＜10；＜10；＜10；＜10；＜10", PASSES),
        ("＞50000；＞50000；＞50000；＜10；＜10", FAILS),  # three above m, or one above M
        ("＞50000；＜10；＜10；＜10；＜10", Derived(reason="censored")),  # perhaps above M
        ("＞100000；＜10；＜10；＜10；＜10", FAILS),
        ("＜60000；60000；60000；＜10；＜10", Derived(reason="censored")),  # perhaps a third above m
        ("＜60000；60000；＜10；＜10；＜10", PASSES),  # two at most
        ("＜60000；100001；＜10；＜10；＜10", FAILS),  # whatever the first is
        ("未检出；0；0；0；0", Derived(reason="censored")),  # a limit of detection is not in the list
    ],
)
def test_three_classes(values: str, expected: Derived) -> None:
    assert verdict(values, MILK, "CFU/mL") == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("未检出；未检出；未检出；未检出；未检出", PASSES),
        ("未检出；未检出；未检出；检出；未检出", FAILS),
        ("未检出/25g；未检出/25g；未检出/25g；检出/25g；未检出/25g", FAILS),
        ("未检出/10g；未检出/10g；未检出/10g；未检出/10g；未检出/10g", Derived(reason="unit_mismatch")),
    ],
)
def test_two_classes_and_presence(values: str, expected: Derived) -> None:
    assert verdict(values, LISTERIA) == expected


def test_two_classes_with_some_allowed() -> None:
    assert verdict("10；11；11；0；0", "n=5,c=2,m=10CFU/g", "CFU/g") == PASSES
    assert verdict("10；11；11；12；0", "n=5,c=2,m=10CFU/g", "CFU/g") == FAILS


@pytest.mark.parametrize(
    ("value", "limit", "unit"),
    [
        ("31CFU/g", COLIFORMS, None),
        ("31；20；10；0", COLIFORMS, "CFU/g"),
        ("未检出", LISTERIA, None),
        ("检出", LISTERIA, None),
    ],
)
def test_a_plan_is_judged_by_all_its_units_or_not_at_all(value: str, limit: str, unit: str | None) -> None:
    assert verdict(value, limit, unit).reason in ("plan_count", "unread_result")


def test_a_plan_of_one_unit_is_judged_by_a_single_result() -> None:
    assert verdict("10CFU/g", "n=1,c=0,m=10CFU/g") == PASSES
    assert verdict("11CFU/g", "n=1,c=0,m=10CFU/g") == FAILS
    assert verdict("未检出", "n=1,c=0,m=0/25g") == PASSES


def test_units_of_a_plan_are_converted() -> None:
    assert verdict("1；1；1；1；1", "n=5,c=0,m=100MPN/100g", "MPN/g") == PASSES
    assert verdict("1；1；1；1；2", "n=5,c=0,m=100MPN/100g", "MPN/g") == FAILS
    assert verdict("120；130；320；180；190", "n=5,c=2,m=10,M=10²", "CFU/g") == Derived(reason="unit_missing")
