"""Lists of results: the five test units of a microbiological plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmon.grammar import read_result

COUNT_PLAN = "n=5,c=2,m=10²CFU/g,\nM=10³CFU/g"
PRESENCE_PLAN = "n=5,c=0,m=0/25g"


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("8.2×10²/8.6×10²/8.5×10²/7.9×10²/7.3×10²CFU/g", "820 860 850 790 730", "CFU/g"),
        ("120，130，320，180，190CFU/g", "120 130 320 180 190", "CFU/g"),
        ("55,70,110,50,10CFU/g", "55 70 110 50 10", "CFU/g"),
        ("55, 70, 110, 50, 10", "55 70 110 50 10", None),
        ("45CFU/g；27CFU/g；54CFU/g；10CFU/g；20CFU/g", "45 27 54 10 20", "CFU/g"),
        ("1.3×10⁵CFU/g；\n2.8×10³CFU/g；\n10；\n20；\n30;", "130000 2800 10 20 30", "CFU/g"),
        ("10\n20\n30\n40\n50CFU/g", "10 20 30 40 50", "CFU/g"),
        ("1,200；1,300；900；800；700", "1200 1300 900 800 700", None),
        ("n1= 10,n2= 20,n3= 30,n4= 40,n5= 50", "10 20 30 40 50", None),
        ("①10②20③30④1,040⑤50CFU/g", "10 20 30 1040 50", "CFU/g"),
        ("①1.7×10<sup>4</sup>CFU/g;②10;③10;④10;⑤10", "17000 10 10 10 10", "CFU/g"),
        ("＜10CFU/g；\n＜10CFU/g；\n＜10CFU/g；\n2000CFU/g；\n＜10CFU/g", "<10 <10 <10 2000 <10", "CFU/g"),
        ("＞3000,10,20,30,40", ">3000 10 20 30 40", None),
        (
            "n₁：530000；n₂：34；n₃：44；n₄：45；n₅：36；结果均大于M（单位：CFU/g）",
            "530000 34 44 45 36",
            "CFU/g",
        ),
        ("1，2，3，4，5，均大于限值", "1 2 3 4 5", None),
        ("5.2×103;1.3×104;10;20;30CFU/g", "5200 13000 10 20 30", "CFU/g"),
    ],
)
def test_list_of_counts(text: str, values: str, unit: str | None) -> None:
    result = read_result(text, None, COUNT_PLAN)
    assert (result.qualifier, result.values, result.unit) == ("=", tuple(values.split()), unit)
    assert (result.value, result.reason) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "未检出/25g；未检出/25g；未检出/25g；检出/25g；未检出/25g",
        "未检出/25g/未检出/25g/未检出/25g/检出/25g/未检出/25g",
        "①未检出/25g②未检出/25g③未检出/25g④检出/25g⑤未检出/25g",
    ],
)
def test_list_of_detections(text: str) -> None:
    result = read_result(text, None, PRESENCE_PLAN)
    assert result.values == ("not_detected", "not_detected", "not_detected", "detected", "not_detected")
    assert result.unit == "/25g"


def test_four_values_without_a_plan_are_not_read() -> None:
    result = read_result("7.5×10⁴,1.3×10⁵,9.2×10⁴,5.0×10⁴", None, "7.5×10⁴CFU/g")
    assert (result.values, result.reason) == (None, "no_plan")


def test_five_values_are_read_without_a_plan() -> None:
    assert read_result("7.5×10⁴,1.3×10⁵,9.2×10⁴,5.0×10⁴,10").values == ("75000", "130000", "92000", "50000", "10")


def test_one_unit_under_a_plan_of_one_is_a_plain_value() -> None:
    result = read_result("1,072CFU/g", None, "n=1,c=0,m=10CFU/g")
    assert (str(result.value), result.values) == ("1072", None)


@pytest.mark.parametrize("text", ["7.5×10⁴,1.3×10⁵,9.2×10⁴,5.0×10⁴", "820CFU/g", "1,072CFU/g", "未检出", "1;2;3;4;5;6", "0,5"])
def test_count_that_is_not_n_is_not_read(text: str) -> None:
    assert read_result(text, None, COUNT_PLAN).reason == "plan_count"


def test_lonely_first_label_is_an_incomplete_list() -> None:
    assert read_result("①82CFU/g").reason == "plan_count"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("①1.4×10", "truncated_exponent"),
        ("①1.7×10<sup>4</sup>4CFU/g;②10CFU/g;③10CFU/g;④10CFU/g;⑤10CFU/g", "broken_exponent"),
        ("52.5×103;10;10;10;10", "flattened_exponent"),
        ("10CFU/g;10CFU/mL;10;10;10", "unit_conflict"),
        ("10µ/g;10;10;10;10", "unknown_unit"),
        ("10;大约5;10;10;10", "unreadable"),
        ("10;;10;10;10;10", "unreadable"),
        ("①10②③10④10⑤10", "unreadable"),
        ("①10③10②10④10⑤10", "unreadable"),
        ("①10,20②10③10④10⑤10", "unreadable"),
        ("NQ;10;10;10;10", "unreadable"),
    ],
)
def test_one_unread_entry_leaves_the_list_unread(text: str, reason: str) -> None:
    result = read_result(text, None, COUNT_PLAN)
    assert (result.reason, result.values) == (reason, None)


@pytest.mark.parametrize("text", ["120,130,320", "120,130,320,180,190CFU/g", "1,200,1,300"])
def test_thousands_or_list_is_ambiguous_without_a_plan(text: str) -> None:
    assert read_result(text).reason == "ambiguous"


def test_slash_separates_only_under_a_plan() -> None:
    assert read_result("10/20/30").reason is not None


@given(
    st.lists(st.integers(0, 10**7).filter(lambda count: not 102 <= count <= 109), min_size=5, max_size=5),
    st.sampled_from([",", ", ", "，", ";", "；\n", "/", "\n", "、"]),
)
def test_list_of_five_reads_back_under_any_separator(numbers: list[int], separator: str) -> None:
    result = read_result(separator.join(map(str, numbers)) + "CFU/g", None, COUNT_PLAN)
    assert result.values == tuple(map(str, numbers))
