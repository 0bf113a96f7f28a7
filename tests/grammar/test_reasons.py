"""Reason codes: every code has its sentences and is reached; no text makes a function raise."""

from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from qmon.grammar import (
    REASONS,
    Reason,
    clean,
    read_date,
    read_failing,
    read_firms,
    read_item,
    read_limit,
    read_number,
    read_plan,
    read_result,
    read_unit,
)

ALPHABET = "0123456789.,;:/<>≤≥=×^⁴²₁①②?()（）~-–，；＜％ \nnNcCmMEgkCFUμµLD未检出不得使用单位合格年月日号批sup"
PIECES = [
    *(
        "n=5,",
        "c=2,",
        "m=10",
        "M=10⁵",
        "CFU/g",
        "/25g",
        "mg/kg",
        "×10",
        "<sup>4</sup>",
        "未检出",
        "检出",
        "检出限:",
    ),
    *(
        "①",
        "②",
        "n₁：",
        "≤",
        "≥",
        "＜",
        "～",
        "(",
        ")",
        "（单位：CFU/g）",
        "2021",
        "-",
        "年",
        "月",
        "日",
        "；",
        "，",
        "\n",
    ),
    *("1", "20", "3.50", "1,072", "初检结果：", "复检结果：", "不得检出", "符合GB 2760", "委托方：", "║", "||", "×104", "×10-3"),
]
TEXTS = st.text() | st.text(ALPHABET) | st.lists(st.sampled_from(PIECES)).map("".join)

REACHED: dict[str, object] = {
    "ambiguous": read_date("231011"),
    "broken_exponent": read_number("3.9×10?"),
    "empty": read_result(""),
    "excel_serial": read_date("45123"),
    "flattened_exponent": read_number("3.0×102"),
    "limit_as_result": read_result("≤0.01"),
    "limit_conflict": read_limit("≤200", None, "100"),
    "month_only": read_date("2024年3月"),
    "no_operator": read_limit("200mg/kg"),
    "no_plan": read_plan("≤5"),
    "no_such_date": read_date("2021-02-30"),
    "out_of_range": read_number("1E30"),
    "plan_count": read_result("1;2;3;4", None, "n=5,c=0,m=10CFU/g"),
    "plan_incomplete": read_plan("n=5,c=2"),
    "plan_invalid": read_plan("n=5,c=5,m=0/25g"),
    "range_reversed": read_limit("30～20"),
    "range_value": read_result("20～30"),
    "truncated_exponent": read_result("①1.4×10"),
    "two_digit_year": read_date("20-1-2"),
    "two_values": read_result("231mg/kg；236mg/kg"),
    "unit_conflict": read_result("1g/kg", "mg/kg"),
    "unknown_role": read_firms("品牌商：甲"),
    "unknown_unit": read_result("624.3µ/g"),
    "unreadable": read_result("约3mg/kg"),
}


def test_every_code_that_can_be_returned_has_its_sentences() -> None:
    assert set(get_args(Reason)) == set(REASONS)


def test_every_sentence_is_written_in_both_languages() -> None:
    assert all(chinese.endswith("。") and english.endswith(".") for chinese, english in REASONS.values())


def test_every_code_is_reached() -> None:
    assert {code: getattr(read, "reason", None) for code, read in REACHED.items()} == {code: code for code in REASONS}


@settings(max_examples=500)
@given(TEXTS, TEXTS)
def test_no_text_makes_a_function_raise(text: str, other: str) -> None:
    clean(text)
    read_unit(text)
    read_failing(text)
    read_item(text)
    codes = {
        read_number(text).reason,
        read_plan(text).reason,
        read_date(text).reason,
        read_firms(text).reason,
        read_result(text, None, other).reason,
        read_result(text, other, None).reason,
        read_limit(text, None, None, other).reason,
        read_limit(None, text, other).reason,
        read_limit(text, other, text).reason,
    }
    assert codes <= REASONS.keys() | {None}


@settings(max_examples=500)
@given(TEXTS, TEXTS)
def test_a_result_is_either_read_or_has_a_reason(text: str, limit: str) -> None:
    result = read_result(text, None, limit)
    assert (result.qualifier is None) == (result.reason is not None)
    assert result.qualifier == "=" or (result.value is None and result.values is None)
    assert (result.bound is not None) == (result.qualifier in ("<", ">"))


@settings(max_examples=500)
@given(TEXTS, TEXTS, TEXTS)
def test_a_limit_is_either_read_or_has_a_reason(text: str, low: str, high: str) -> None:
    limit = read_limit(text, low, high)
    assert (limit.operator is None) == (limit.reason is not None)
