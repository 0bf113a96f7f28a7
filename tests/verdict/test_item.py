"""Item verdicts: every comparison at the limit, one unit of the last digit below and above it, in other units, censored, on a basis."""

from decimal import Decimal

import pytest

from qmon.grammar import Result, read_limit, read_result
from qmon.verdict.item import Derived, derive, near

PASSES, FAILS = Derived("conforming"), Derived("nonconforming")


def verdict(value: str | None, limit: str | None, unit: str | None = None, item: str | None = None, **how: str) -> Derived:
    """What comes of two cells as they are delivered; the unit column is the result's."""
    read = read_limit(limit)
    return derive(read_result(value, unit, limit if read.plan else None), read, item_name=item, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("limit", "passing", "failing"),
    [
        ("≤0.20mg/kg", ["0.19mg/kg", "0.2mg/kg", "0.20mg/kg", "0.200mg/kg", "200μg/kg", "0.0002g/kg"], ["0.21mg/kg", "0.2000001mg/kg"]),
        ("≤0.2mg/kg", ["0.199mg/kg", "199.9μg/kg", "0"], ["0.201mg/kg", "200.1μg/kg", "1g/kg"]),
        ("≥2.5g/100g", ["2.5g/100g", "2.50g/100g", "2.6g/100g", "2.5%", "25mg/g"], ["2.4g/100g", "2.4999g/100g", "24.9mg/g"]),
        ("<10mm", ["9mm", "0.9cm"], ["10mm", "10.0mm", "1.0cm", "11mm"]),
        (">3mg/kg", ["4mg/kg", "3.1mg/kg"], ["3mg/kg", "3.0mg/kg", "3000μg/kg", "2mg/kg"]),
        ("20～30mm", ["20mm", "20.0mm", "25mm", "30mm", "3.0cm"], ["19mm", "19.9mm", "31mm", "30.1mm"]),
        ("=20mm", ["20mm", "20.00mm", "2cm"], ["19mm", "21mm", "20.01mm"]),
        ("≤-5℃", ["-5℃", "-6℃"], ["-4℃", "0℃"]),
    ],
)
def test_equal_to_the_limit_passes_and_one_digit_beyond_fails(limit: str, passing: list[str], failing: list[str]) -> None:
    unit = read_limit(limit).unit
    assert {text: verdict(text, limit, unit if text == "0" else None) for text in passing} == dict.fromkeys(passing, PASSES)
    assert {text: verdict(text, limit) for text in failing} == dict.fromkeys(failing, FAILS)


@pytest.mark.parametrize("limit", ["不得检出", "不得检出μg/kg", "不得使用", "不得添加g/kg", "非法添加"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("未检出", PASSES),
        ("未检出(检出限：99mg/kg)", PASSES),
        ("0mg/kg", PASSES),
        ("0.0001mg/kg", FAILS),
        ("检出", FAILS),
        ("＞3mg/kg", FAILS),
        ("＜0.01mg/kg", Derived(reason="censored")),
        ("<LOQ", Derived(reason="loq_missing")),
        ("NQ(0.01mg/kg)", Derived(reason="loq_over_limit")),
    ],
)
def test_not_detected_conforms_whatever_its_limit_of_detection_and_any_amount_fails(limit: str, value: str, expected: Derived) -> None:
    assert verdict(value, limit) == expected


@pytest.mark.parametrize(
    ("value", "limit", "expected"),
    [
        ("未检出(检出限：0.19mg/kg)", "≤0.2mg/kg", PASSES),
        ("未检出(检出限：0.2mg/kg)", "≤0.2mg/kg", PASSES),
        ("未检出(检出限：0.21mg/kg)", "≤0.2mg/kg", Derived(reason="lod_over_limit")),
        ("未检出(检出限：200μg/kg)", "≤0.2mg/kg", PASSES),
        ("未检出", "≤0.2mg/kg", Derived(reason="lod_missing")),
        ("未检出(检出限：0.2mg/kg)", "＜0.2mg/kg", Derived(reason="lod_over_limit")),
        ("未检出(检出限：0.4g/100g)", "≥0.5g/100g", FAILS),
        ("未检出(检出限：0.5g/100g)", "≥0.5g/100g", Derived(reason="lod_over_limit")),
        ("＜0.2mg/kg", "≤0.2mg/kg", PASSES),
        ("＜0.2mg/kg", "＜0.2mg/kg", PASSES),
        ("＜0.3mg/kg", "≤0.2mg/kg", Derived(reason="censored")),
        ("＜0.3mg/kg", "≥0.3mg/kg", FAILS),
        ("＞0.2mg/kg", "≤0.2mg/kg", FAILS),
        ("＞0.1mg/kg", "≤0.2mg/kg", Derived(reason="censored")),
        ("＞0.2mg/kg", "≥0.2mg/kg", PASSES),
        ("＜5℃", "≥0℃", Derived(reason="censored")),
        ("检出", "≤0.2mg/kg", Derived(reason="censored")),
        ("NQ(0.2mg/kg)", "≤0.2mg/kg", PASSES),
        ("NQ(0.3mg/kg)", "≤0.2mg/kg", Derived(reason="loq_over_limit")),
        ("NQ", "≤0.2mg/kg", Derived(reason="loq_missing")),
    ],
)
def test_a_censored_result_is_judged_by_all_that_it_may_be(value: str, limit: str, expected: Derived) -> None:
    assert verdict(value, limit) == expected


@pytest.mark.parametrize(
    ("value", "limit", "full", "rounded"),
    [
        ("0.54mg/kg", "≤0.5mg/kg", FAILS, PASSES),
        ("0.55mg/kg", "≤0.5mg/kg", FAILS, FAILS),  # the tie goes to 0.6, the even one
        ("0.65mg/kg", "≤0.6mg/kg", FAILS, PASSES),  # the tie goes to 0.6
        ("0.650001mg/kg", "≤0.6mg/kg", FAILS, FAILS),
        ("0.54mg/kg", "≤0.50mg/kg", FAILS, FAILS),
        ("545μg/kg", "≤0.54mg/kg", FAILS, PASSES),
        ("2.45g/100g", "≥2.5g/100g", FAILS, FAILS),  # to 2.4
        ("2.55g/100g", "≥2.6g/100g", FAILS, PASSES),  # to 2.6
        ("2.46g/100g", "≥2.5g/100g", FAILS, PASSES),
        ("-0.55℃", "≥-0.5℃", FAILS, FAILS),  # by absolute value to -0.6
        ("-0.65℃", "≥-0.6℃", FAILS, PASSES),
        ("9.5mm", "＜10mm", PASSES, FAILS),  # to 10
        ("9.4mm", "＜10mm", PASSES, PASSES),
        ("＜0.55mg/kg", "≤0.5mg/kg", Derived(reason="censored"), PASSES),
        ("0.04mg/kg", "不得检出", FAILS, FAILS),  # no number to round to
    ],
)
def test_rounded_values_are_compared_only_where_the_standard_says_so(value: str, limit: str, full: Derived, rounded: Derived) -> None:
    assert (verdict(value, limit), verdict(value, limit, comparison="rounded")) == (full, rounded)


@pytest.mark.parametrize(
    ("value", "limit", "full", "rounded"),
    [
        ("0.5mg/kg", "≤0.5mg/kg", True, True),
        ("0.54mg/kg", "≤0.5mg/kg", True, True),  # rounded it equals the limit
        ("0.46mg/kg", "≤0.5mg/kg", False, True),  # passes either way, and rounded equals the limit
        ("0.45mg/kg", "≤0.5mg/kg", False, False),  # the tie goes to 0.4
        ("0.55mg/kg", "≤0.5mg/kg", False, False),  # the tie goes to 0.6
        ("0.65mg/kg", "≤0.6mg/kg", True, True),  # the tie goes to 0.6
        ("0.04mg/kg", "不得检出", False, False),
    ],
)
def test_a_result_is_near_its_limit_by_how_it_is_compared(value: str, limit: str, full: bool, rounded: bool) -> None:
    result, against = read_result(value), read_limit(limit)
    assert (near(result, against), near(result, against, "rounded")) == (full, rounded)


@pytest.mark.parametrize(
    ("value", "limit", "expected"),
    [
        ("10mg/L", "≤10mg/kg", Derived(reason="unit_mismatch")),
        ("检出/25g", "不得检出/10g", Derived(reason="unit_mismatch")),
        ("检出/25g", "不得检出/25g", FAILS),
        ("未检出/25g", "不得检出", PASSES),
        ("90MPN/100g", "≤100CFU/g", Derived(reason="unit_mismatch")),
        ("90MPN/100g", "≤1MPN/g", PASSES),
        ("1.6", "≤0.5mg/kg", Derived(reason="unit_missing")),
        ("1.6mg/kg", "≤0.5", Derived(reason="unit_missing")),
        ("7.1", "6.5～8.5", PASSES),
        ("8.6", "6.5～8.5", FAILS),
    ],
)
def test_units_are_converted_within_a_dimension_and_never_guessed(value: str, limit: str, expected: Derived) -> None:
    assert verdict(value, limit) == expected


def test_a_limit_of_detection_without_unit_is_not_held_against_a_limit_with_one() -> None:
    without_unit = Result("nd", lod=Decimal("0.01"))
    assert derive(without_unit, read_limit("≤0.5mg/kg")) == Derived(reason="unit_missing")


@pytest.mark.parametrize(
    ("item", "value", "limit", "expected"),
    [
        ("镉(以Cd计)", "0.6mg/kg", "≤0.5mg/kg，以Cd计", FAILS),
        ("镉", "1.4mg/kg", "≤1.1mg/kg（脱水率按81%折算）", Derived(reason="basis")),
        ("铝的残留量", "300mg/kg", "≤200mg/kg(干样品，以Al计)", Derived(reason="basis")),
        ("铝的残留量(干样品,以Al计)", "300mg/kg", "≤200mg/kg(干样品，以Al计)", FAILS),
        ("铝的残留量(干样品,以Al计)", "300mg/kg", "≤200mg/kg", FAILS),
        ("地西泮", "未检出", "不得检出(检出限0.01mg/kg)", PASSES),
    ],
)
def test_a_basis_of_conversion_must_be_that_of_the_result(item: str, value: str, limit: str, expected: Derived) -> None:
    assert verdict(value, limit, item=item) == expected


@pytest.mark.parametrize(
    ("value", "limit", "reason"),
    [
        (None, "≤0.5mg/kg", "no_result"),
        ("约0.1左右", "≤0.5mg/kg", "unread_result"),
        ("0.1mg/kg", None, "no_limit"),
        ("0.1mg/kg", "0.5mg/kg", "unread_limit"),
        ("不合格", "≤0.5mg/kg", "in_words"),
        ("0.1mg/kg", "符合GB 2760-2014的规定", "in_words"),
        ("1；2；3；4；5CFU/g", "≤10CFU/g", "no_plan"),
    ],
)
def test_what_cannot_be_compared_has_its_reason(value: str | None, limit: str | None, reason: str) -> None:
    assert verdict(value, limit) == Derived(reason=reason)  # type: ignore[arg-type]


def test_a_label_is_not_judged_by_a_number() -> None:
    assert verdict("0.4", "≤0.5", item_kind="label") == Derived(reason="label")


def test_under_risk_monitoring_an_item_is_a_problem_or_not_judged() -> None:
    assert verdict("0.6mg/kg", "≤0.5mg/kg", track="risk") == Derived("problem")
    assert verdict("0.5mg/kg", "≤0.5mg/kg", track="risk") == Derived("not_judged")
    assert verdict("未检出", "≤0.5mg/kg", track="risk") == Derived(reason="lod_missing")
