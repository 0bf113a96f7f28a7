"""Units: canonical spellings and exact conversion within one dimension."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmon.grammar import UnitMismatch, convert, read_unit
from qmon.grammar.unit import looks_like_a_unit


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("mg/kg", "mg/kg"),
        ("（mg/kg）", "mg/kg"),
        (" mg / kg ", "mg/kg"),
        ("mg/㎏", "mg/kg"),
        ("\u00b5g/kg", "\u03bcg/kg"),
        ("ug/kg", "\u03bcg/kg"),
        ("微克/千克", "\u03bcg/kg"),
        ("cfu/g", "CFU/g"),
        ("单位：CFU/g", "CFU/g"),
        ("（单位：CFU/g）", "CFU/g"),
        ("％", "%"),
        ("克", "g"),
        ("米", "m"),
        ("℃", "°C"),
        ("/50cm2", "/50cm2"),
        ("/50cm²", "/50cm2"),
        ("/25g", "/25g"),
        ("MPN/100g", "MPN/100g"),
        ("批次", "批次"),
    ],
)
def test_spelling_becomes_canonical(text: str, spelling: str) -> None:
    unit = read_unit(text)
    assert unit is not None
    assert unit.spelling == spelling


@pytest.mark.parametrize("text", [None, "", "/", "µ/g", "furlong", "(", "MG/kg", "M"])
def test_unknown_unit_is_none(text: str | None) -> None:
    assert read_unit(text) is None


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("9.4", "μg/kg", "mg/kg", Fraction(94, 10000)),
        ("0.161", "g/kg", "mg/kg", Fraction(161)),
        ("2.28", "g/100g", "g/kg", Fraction(228, 10)),
        ("1", "CFU/g", "CFU/g", Fraction(1)),
        ("25", "/25g", "/25g", Fraction(25)),
    ],
)
def test_conversion_is_exact(value: str, source: str, target: str, expected: Fraction) -> None:
    assert convert(Decimal(value), source, target) == expected


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("mg/kg", "mg/L"),
        ("CFU/g", "MPN/g"),
        ("CFU/g", "CFU/mL"),
        ("/25g", "/g"),
        ("µ/g", "mg/kg"),
        ("mg/kg", "?"),
    ],
)
def test_conversion_across_dimensions_is_refused(source: str, target: str) -> None:
    with pytest.raises(UnitMismatch):
        convert(Decimal(1), source, target)


def test_test_portion_is_told_from_a_measure() -> None:
    portion, measure = read_unit("/25g"), read_unit("g/100g")
    assert portion is not None and portion.is_portion
    assert measure is not None and not measure.is_portion


@pytest.mark.parametrize(("text", "expected"), [("µ/g", True), ("IU/L", True), ("个左右", False), ("5g", False)])
def test_unknown_unit_is_told_from_words(text: str, expected: bool) -> None:
    assert looks_like_a_unit(text) is expected


@given(st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**9), max_value=10**9))
def test_conversion_is_exact_for_any_decimal(value: Decimal) -> None:
    assert convert(value, "mg/kg", "μg/kg") == Fraction(value) * 1000
