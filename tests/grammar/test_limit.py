"""Limits: signs, words, ranges, plans, and a laboratory's minimum and maximum columns."""

from decimal import Decimal

import pytest

from qmon.grammar import read_limit


def bounds(low: str | None, high: str | None) -> tuple[Decimal | None, Decimal | None]:
    return (None if low is None else Decimal(low), None if high is None else Decimal(high))


@pytest.mark.parametrize(
    ("text", "operator", "low", "high", "unit"),
    [
        ("≤200mg/kg", "<=", None, "200", "mg/kg"),
        ("≤1000 CFU/g", "<=", None, "1000", "CFU/g"),
        ("≤0.5（mg/kg）", "<=", None, "0.5", "mg/kg"),
        ("≤0.5", "<=", None, "0.5", None),
        ("≦0.5", "<=", None, "0.5", None),
        ("<=0.5", "<=", None, "0.5", None),
        ("不大于0.5mg/kg", "<=", None, "0.5", "mg/kg"),
        ("≥2.5g/100g", ">=", "2.5", None, "g/100g"),
        ("不低于40%", ">=", "40", None, "%"),
        ("＜10", "<", None, "10", None),
        ("＞3mg/kg", ">", "3", None, "mg/kg"),
        ("=20mm", "=", "20", "20", "mm"),
        ("200≤mg/kg", "<=", None, "200", "mg/kg"),
        ("2.5≥g/100g", ">=", "2.5", None, "g/100g"),
        ("20～30", "range", "20", "30", None),
        ("20-30mg/kg", "range", "20", "30", "mg/kg"),
        ("20mg/kg~30mg/kg", "range", "20", "30", "mg/kg"),
        ("≥20且≤30mm", "range", "20", "30", "mm"),
        ("-5-5℃", "range", "-5", "5", "°C"),
        ("不得检出", "not_detected", "0", "0", None),
        ("不得检出μg/kg", "not_detected", "0", "0", "μg/kg"),
        ("不得检出(μg/kg)", "not_detected", "0", "0", "μg/kg"),
        ("不得检出/50cm2", "not_detected", "0", "0", "/50cm2"),
        ("不得使用", "not_permitted", "0", "0", None),
        ("不得添加g/kg", "not_permitted", "0", "0", "g/kg"),
        ("非法添加", "not_permitted", "0", "0", None),
        ("符合GB 29924规定要求", "qualitative", None, None, None),
        ("应符合GB 2760-2014的规定", "qualitative", None, None, None),
        ("具有产品应有的色泽", "qualitative", None, None, None),
    ],
)
def test_limit_text(text: str, operator: str, low: str | None, high: str | None, unit: str | None) -> None:
    limit = read_limit(text)
    assert (limit.operator, (limit.low, limit.high), limit.unit) == (operator, bounds(low, high), unit)
    assert limit.reason is None


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("≤1.1mg/kg（脱水率按81%折算）", "脱水率按81%折算"),
        ("≤200mg/kg(干样品，以Al计)", "干样品,以Al计"),
        ("≤0.5(mg/kg)(以Cd计)", "以Cd计"),
        ("≤200mg/kg，以Al计", "以Al计"),
        ("不得检出(检出限0.01mg/kg)", "检出限0.01mg/kg"),
    ],
)
def test_basis_is_kept(text: str, basis: str) -> None:
    limit = read_limit(text)
    assert (limit.basis, limit.reason) == (basis, None)


@pytest.mark.parametrize("text", ["200mg/kg", "200", "7.5×10⁴CFU/g"])
def test_bare_number_is_not_a_maximum(text: str) -> None:
    limit = read_limit(text)
    assert (limit.reason, limit.operator, limit.low, limit.high) == ("no_operator", None, None, None)


@pytest.mark.parametrize(
    ("low", "high", "operator", "expected"),
    [
        ("0", "0", "not_detected", ("0", "0")),
        ("2.5", "/", ">=", ("2.5", None)),
        ("--", "200", "<=", (None, "200")),
        ("", "≤200", "<=", (None, "200")),
        ("0", "200", "range", ("0", "200")),
        ("20", "30", "range", ("20", "30")),
        ("/", "不得检出", "not_detected", ("0", "0")),
    ],
)
def test_minimum_and_maximum_columns(low: str, high: str, operator: str, expected: tuple[str | None, str | None]) -> None:
    limit = read_limit(None, low, high, "mg/kg")
    assert (limit.operator, (limit.low, limit.high), limit.unit) == (operator, bounds(*expected), "mg/kg")


@pytest.mark.parametrize(
    ("text", "low", "high", "operator"),
    [("≤200mg/kg", "0", "200", "<="), ("不得使用", "0", "0", "not_permitted"), ("200", "/", "200", "<=")],
)
def test_text_and_columns_that_agree(text: str, low: str, high: str, operator: str) -> None:
    assert read_limit(text, low, high).operator == operator


def test_plan_becomes_the_limit() -> None:
    limit = read_limit("n=5,c=2,m=2.5×10⁴,M=10⁵CFU/g")
    assert limit.plan is not None
    assert (limit.operator, limit.unit, limit.plan.n) == ("plan", "CFU/g", 5)


def test_damaged_plan_keeps_its_n() -> None:
    limit = read_limit("n=5，c=2，m=2.5×10")
    assert limit.plan is not None
    assert (limit.operator, limit.reason, limit.plan.n) == (None, "truncated_exponent", 5)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("/",), "empty"),
        (("≥1000.0 µ/g",), "unknown_unit"),
        (("不得检出µ/g",), "unknown_unit"),
        (("≤3.0×102",), "flattened_exponent"),
        (("≤3.0×10",), "truncated_exponent"),
        (("≤3.0×10?",), "broken_exponent"),
        (("30～20",), "range_reversed"),
        (("20mg/kg～30g/kg",), "unit_conflict"),
        (("≤5mg/kg", None, None, "g/kg"), "unit_conflict"),
        (("≤5", None, None, "furlong"), "unknown_unit"),
        (("≤200", None, "100"), "limit_conflict"),
        ((None, "30", "20"), "range_reversed"),
        (("≤",), "unreadable"),
        (("未检出",), "unreadable"),
        (("≤5或≤6",), "unreadable"),
        (("不得检出5",), "unreadable"),
    ],
)
def test_unread_limit_has_its_reason(arguments: tuple[str | None, ...], reason: str) -> None:
    limit = read_limit(*arguments)
    assert (limit.reason, limit.operator, limit.low, limit.high) == (reason, None, None, None)
