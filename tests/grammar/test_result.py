"""Results: numbers, bounds, detection words, words, and what is left unread."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmon.grammar import read_result


@pytest.mark.parametrize(
    ("text", "value", "decimals", "unit"),
    [
        ("527μg/kg", "527", 0, "μg/kg"),
        ("3.30μg/kg", "3.30", 2, "μg/kg"),
        ("1.48 mg/kg", "1.48", 2, "mg/kg"),
        ("2.28g/100g", "2.28", 2, "g/100g"),
        ("0.271mg/100kJ", "0.271", 3, "mg/100kJ"),
        ("3.50×10²mg/kg", "350", 0, "mg/kg"),
        ("1.0（mg/kg）", "1.0", 1, "mg/kg"),
        ("0.73(g/kg)", "0.73", 2, "g/kg"),
        ("12.5％", "12.5", 1, "%"),
        ("-0.5%", "-0.5", 1, "%"),
        ("1072\nmg/kg", "1072", 0, "mg/kg"),
        ("1,072mg/kg", "1072", 0, "mg/kg"),
        ("90MPN/100g", "90", 0, "MPN/100g"),
        ("10⁵CFU/g", "100000", 0, "CFU/g"),
        ("1.6", "1.6", 1, None),
    ],
)
def test_number_with_unit(text: str, value: str, decimals: int, unit: str | None) -> None:
    result = read_result(text)
    assert (result.qualifier, str(result.value), result.decimals, result.unit) == ("=", value, decimals, unit)


def test_unit_comes_from_its_column() -> None:
    assert read_result("0.51", "ug/kg").unit == "μg/kg"


def test_unit_in_cell_and_column_may_be_spelled_differently() -> None:
    assert read_result("0.51μg/kg", "ug/kg").unit == "μg/kg"


def test_different_units_in_cell_and_column_conflict() -> None:
    assert read_result("0.73(g/kg)", "mg/kg").reason == "unit_conflict"


@pytest.mark.parametrize(("text", "bound"), [("＜0.01", "0.01"), ("<0.01", "0.01"), ("小于10", "10"), ("＜10⁵", "100000")])
def test_below_a_bound_has_no_value(text: str, bound: str) -> None:
    result = read_result(text)
    assert (result.qualifier, result.value, str(result.bound), str(result.lod)) == ("<", None, bound, bound)


def test_above_a_bound_has_no_value() -> None:
    result = read_result("＞3mg/kg")
    assert (result.qualifier, result.value, result.bound, result.unit) == (">", None, Decimal(3), "mg/kg")
    assert (result.lod, result.loq) == (None, None)


@pytest.mark.parametrize(
    ("text", "lod", "loq", "unit"),
    [
        ("未检出", None, None, None),
        ("ND", None, None, None),
        ("N.D.", None, None, None),
        ("<LOD", None, None, None),
        ("未检出(检出限: 0.01 mg/kg)", "0.01", None, "mg/kg"),
        ("未检出（检出限：0.01mg/kg）", "0.01", None, "mg/kg"),
        ("未检出，检出限0.01mg/kg", "0.01", None, "mg/kg"),
        ("未检出(＜0.01)", "0.01", None, None),
        ("ND(LOD=0.01)", "0.01", None, None),
        ("未检出(定量限:0.05mg/kg)", None, "0.05", "mg/kg"),
    ],
)
def test_not_detected_keeps_the_stated_limit(text: str, lod: str | None, loq: str | None, unit: str | None) -> None:
    result = read_result(text)
    assert (result.qualifier, result.value, result.unit) == ("nd", None, unit)
    assert (result.lod, result.loq) == (lod and Decimal(lod), loq and Decimal(loq))


@pytest.mark.parametrize(("text", "loq"), [("NQ", None), ("<LOQ", None), ("＜定量限(0.05mg/kg)", Decimal("0.05"))])
def test_not_quantified(text: str, loq: Decimal | None) -> None:
    result = read_result(text)
    assert (result.qualifier, result.value, result.loq) == ("nq", None, loq)


@pytest.mark.parametrize(
    ("text", "unit_text", "limit_text", "qualifier", "unit"),
    [
        ("检出", None, None, "detected", None),
        ("检出/25g", None, None, "detected", "/25g"),
        ("检出/50cm2", None, "不得检出/50cm2", "detected", "/50cm2"),
        ("未检出/25g", None, None, "not_detected", "/25g"),
        ("未检出", "/25g", None, "not_detected", "/25g"),
        ("未检出", None, "不得检出/50cm2", "not_detected", None),
        ("未检出", None, "n=1,c=0,m=0/25g", "not_detected", None),
        ("未检出", None, "不得检出μg/kg", "nd", None),
    ],
)
def test_presence_is_told_from_a_limit_of_detection(
    text: str, unit_text: str | None, limit_text: str | None, qualifier: str, unit: str | None
) -> None:
    result = read_result(text, unit_text, limit_text)
    assert (result.qualifier, result.unit, result.value) == (qualifier, unit, None)


@pytest.mark.parametrize(
    "text",
    [
        "合格",
        "符合",
        "不合格",
        "不符合",
        "不符合规定",
        "符合GB 29924规定要求",
        "标签中未标注成分或配料表且未提供说明书",
    ],
)
def test_words_are_a_result_in_words(text: str) -> None:
    result = read_result(text, "倍")
    assert (result.qualifier, result.value, result.reason) == ("qualitative", None, None)


@pytest.mark.parametrize("text", ["20～30", "20-30mg/kg", "20mg/kg～30mg/kg", "5.0%–8.5%"])
def test_range_is_not_a_result(text: str) -> None:
    assert read_result(text).reason == "range_value"


@pytest.mark.parametrize(
    "text",
    ["初检：未检出；复检：236mg/kg", "初检：1mg/kg；复检：1g/kg", "初检1，复检2，复检3", "231mg/kg；236mg/kg", "0.5,0.6mg/kg", "12\n34"],
)
def test_two_values_are_not_one(text: str) -> None:
    assert read_result(text).reason == "two_values"


@pytest.mark.parametrize(
    "text",
    [
        "初检结果：231mg/kg；复检结果：236mg/kg",
        "初检结果：231mg/kg复检结果：236mg/kg",
        "复检结果：236mg/kg\n初检结果：231mg/kg",
        "初检231，复检236mg/kg",
    ],
)
def test_of_two_tests_the_second_counts(text: str) -> None:
    result = read_result(text, "mg/kg")
    assert (result.value, result.first_value, result.unit) == (Decimal(236), Decimal(231), "mg/kg")


@pytest.mark.parametrize(
    ("text", "unit_text", "limit_text"),
    [("5.2×103CFU/g", None, None), ("5.2×103", "CFU/g", None), ("5.2×103", None, "n=1,c=0,m=10,M=100CFU/g"), ("5.2*103 MPN/g", None, None)],
)
def test_flattened_exponent_is_read_where_germs_are_counted(text: str, unit_text: str | None, limit_text: str | None) -> None:
    assert read_result(text, unit_text, limit_text).value == Decimal(5200)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("/", "empty"),
        ("3.0×102μg/kg", "flattened_exponent"),
        ("5.2×103", "flattened_exponent"),
        ("12.5×103CFU/g", "flattened_exponent"),
        ("1.06×10", "truncated_exponent"),
        ("1.4×10CFU/g", "truncated_exponent"),
        ("3.9×10?", "broken_exponent"),
        ("1.7×10<sup>4</sup>4CFU/g", "broken_exponent"),
        ("624.3µ/g", "unknown_unit"),
        ("＜3.0×102", "flattened_exponent"),
        ("0,5mg/kg", "unreadable"),
        ("12，5", "unreadable"),
        ("12瓶瓶", "unreadable"),
        ("约3mg/kg", "unreadable"),
        ("≤0.01", "limit_as_result"),
        ("≥3mg/kg", "limit_as_result"),
        ("检出0.05", "unreadable"),
        ("均未检出", "unreadable"),
        ("mg/kg", "unreadable"),
        ("5²", "unreadable"),
        ("2022-06-01", "unreadable"),
        ("1,000,000,000,000,000,000,000,000", "ambiguous"),
        ("9" * 24, "out_of_range"),
        ("未检出/9杯", "unknown_unit"),
    ],
)
def test_unread_result_has_its_reason_and_nothing_else(text: str, reason: str) -> None:
    result = read_result(text)
    assert (result.reason, result.qualifier, result.value, result.values) == (reason, None, None, None)


def test_unknown_unit_column_leaves_a_number_unread() -> None:
    assert read_result("5", "furlong").reason == "unknown_unit"


def test_unknown_unit_column_does_not_matter_to_not_detected() -> None:
    assert read_result("未检出", "furlong").qualifier == "nd"


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=0, max_value=10**12),
    st.sampled_from(["mg/kg", "μg/kg", "g/100g", "CFU/g", "%", "mg/100kJ"]),
    st.sampled_from(["", " "]),
)
def test_formatted_decimal_with_unit_reads_back(value: Decimal, unit: str, space: str) -> None:
    result = read_result(f"{value:f}{space}{unit}")
    assert (result.qualifier, result.value, result.decimals, result.unit) == ("=", value, 4, unit)
