"""Every form in which cells of real notices were seen, one test named after each: results, limits, plans, nulls."""

from decimal import Decimal

import pytest

from qmon.grammar import clean, read_limit, read_plan, read_result

PLAN = "n=5,c=2,m=2.5×10⁴,M=10⁵CFU/g"


def result(text: str, unit: str | None = None, plan: str | None = None) -> str:
    """A result as one line: the qualifier and the numbers with the unit, or the reason."""
    read = read_result(text, unit, plan)
    number = read.value if read.bound is None else read.bound
    parts = [" ".join(read.values)] if read.values else [f"{number:f}"] if number is not None else []
    return read.reason or " ".join([str(read.qualifier), *parts, *([read.unit] if read.unit else [])])


def limit(text: str, unit: str | None = None) -> str:
    """A limit as one line: the operator, the bounds, the unit and the basis, or the reason."""
    read = read_limit(text, unit_text=unit)
    bounds = [f"{bound:f}" for bound in (read.low, read.high) if bound is not None]
    return read.reason or " ".join([str(read.operator), *bounds, *(one for one in (read.unit, read.basis) if one)])


def test_trailing_zero_is_kept() -> None:
    assert read_result("3.30μg/kg").decimals == 2


def test_space_before_the_unit() -> None:
    assert result("1.48 mg/kg") == result("1.48mg/kg") == "= 1.48 mg/kg"


@pytest.mark.parametrize("text", ["9.4μg/kg", "9.4µg/kg", "9.4ug/kg"])
def test_micro_sign_and_mu_are_one(text: str) -> None:
    assert result(text) == "= 9.4 μg/kg"


def test_mu_without_gram_is_no_unit() -> None:
    assert result("624.3µ/g") == "unknown_unit"


def test_fullwidth_digits() -> None:
    assert result("０．３８ｍｇ／ｋｇ") == "= 0.38 mg/kg"


@pytest.mark.parametrize(("text", "read"), [("＞3mg/kg", "> 3 mg/kg"), ("＜10CFU/g", "< 10 CFU/g"), ("≤0.2mg/kg", "limit_as_result")])
def test_sign_before_a_result(text: str, read: str) -> None:
    assert result(text) == read


@pytest.mark.parametrize(("text", "read"), [("检出", "detected"), ("检出/50cm2", "detected /50cm2"), ("未检出", "nd"), ("ND", "nd")])
def test_words_of_detection(text: str, read: str) -> None:
    assert result(text) == read


def test_detection_in_each_of_five_units() -> None:
    text = "未检出/25g；未检出/25g；未检出/25g；检出/25g；未检出/25g"
    assert result(text, None, "n=5,c=0,m=0/25g") == "= not_detected not_detected not_detected detected not_detected /25g"


def test_remark_that_all_results_lie_above_m() -> None:
    text = "n₁：530000；n₂：340000；n₃：440000；n₄：450000；n₅：360000；结果均大于M（单位：CFU/g）"
    assert result(text, None, PLAN) == "= 530000 340000 440000 450000 360000 CFU/g"


def test_first_test_and_re_test_in_one_cell() -> None:
    read = read_result("初检结果：231mg/kg；复检结果：236mg/kg")
    assert (read.first_value, read.value) == (Decimal(231), Decimal(236))


def test_superscript_is_never_folded_into_the_number() -> None:
    assert (result("10⁴CFU/g"), result("104mg/kg")) == ("= 10000 CFU/g", "= 104 mg/kg")


@pytest.mark.parametrize(
    ("text", "read"),
    [("104CFU/g", "flattened_exponent"), ("101CFU/g", "= 101 CFU/g"), ("110CFU/g", "= 110 CFU/g"), ("110MPN/100g", "= 110 MPN/100g")],
)
def test_count_that_may_be_a_power_of_ten_without_its_superscript(text: str, read: str) -> None:
    assert result(text) == read


def test_list_with_a_count_that_may_be_a_power_of_ten() -> None:
    assert result("10;104;10;10;10CFU/g", None, PLAN) == "flattened_exponent"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("5.2×103CFU/g", "= 5200 CFU/g"),
        ("3.7×104CFU/g", "= 37000 CFU/g"),
        ("1.2×10-3mg/kg", "= 0.0012 mg/kg"),
        ("3.0×102μg/kg", "flattened_exponent"),
    ],
)
def test_flattened_exponent(text: str, read: str) -> None:
    assert result(text) == read


def test_flattened_exponents_of_a_plan() -> None:
    plan = read_plan("n=5，c=2，m=104CFU/g，M=105CFU/g")
    assert (plan.m, plan.upper_m) == (Decimal(10000), Decimal(100000))


def test_markup_left_in_the_cell() -> None:
    assert result("10<sup>4</sup>CFU/g") == "= 10000 CFU/g"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("①1.7×10<sup>4</sup>4CFU/g;②1CFU/g;③1CFU/g;④1CFU/g;⑤1CFU/g", "broken_exponent"),
        ("①1.4×10", "truncated_exponent"),
        ("3.9×10?", "broken_exponent"),
    ],
)
def test_damaged_power_of_ten(text: str, reason: str) -> None:
    assert result(text, None, PLAN) == reason


@pytest.mark.parametrize("separator", [";", "；", ",", ", ", "，", "/", "\n", "；\n"])
def test_five_results_under_every_separator(separator: str) -> None:
    assert result(separator.join("12345") + "CFU/g", None, PLAN) == "= 1 2 3 4 5 CFU/g"


def test_unit_on_each_of_five_results() -> None:
    assert result("；".join(f"{number}CFU/g" for number in "12345"), None, PLAN) == "= 1 2 3 4 5 CFU/g"


@pytest.mark.parametrize("labels", [["n1= ", "n2= ", "n3= ", "n4= ", "n5= "], ["n₁：", "n₂：", "n₃：", "n₄：", "n₅："], list("①②③④⑤")])
def test_five_results_under_every_label(labels: list[str]) -> None:
    assert result("；".join(map("".join, zip(labels, "12345", strict=True))), None, PLAN) == "= 1 2 3 4 5"


@pytest.mark.parametrize(("plan", "reason"), [(PLAN, "plan_count"), (None, "no_plan")])
def test_only_four_of_five_results(plan: str | None, reason: str) -> None:
    assert result("7.5×10⁴,1.3×10⁵,9.2×10⁴,5.0×10⁴", None, plan) == reason


def test_limit_that_repeats_the_result_has_no_sign() -> None:
    assert limit("7.5×10⁴CFU/g") == "no_operator"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("≤100μg/kg", "<= 100 μg/kg"),
        ("≤1000 CFU/g", "<= 1000 CFU/g"),
        ("≥2.5g/100g", ">= 2.5 g/100g"),
        ("20～30", "range 20 30"),
        ("不得检出", "not_detected 0 0"),
        ("不得检出μg/kg", "not_detected 0 0 μg/kg"),
        ("不得检出mg/kg", "not_detected 0 0 mg/kg"),
        ("不得检出/50cm2", "not_detected 0 0 /50cm2"),
        ("不得使用", "not_permitted 0 0"),
        ("不得添加g/kg", "not_permitted 0 0 g/kg"),
        ("非法添加", "not_permitted 0 0"),
        ("符合GB 29924规定要求", "qualitative"),
        ("200mg/kg", "no_operator"),
        ("200", "no_operator"),
        ("", "empty"),
    ],
)
def test_forms_of_limits(text: str, read: str) -> None:
    assert limit(text) == read


def test_value_before_the_sign() -> None:
    assert limit("200≤mg/kg") == limit("≤200mg/kg")


def test_basis_in_brackets() -> None:
    assert limit("≤1.1mg/kg（脱水率按81%折算）") == "<= 1.1 mg/kg 脱水率按81%折算"


@pytest.mark.parametrize("text", [PLAN, "n=5, c=2, m=25000, M=100000CFU/g", "n=5，c=2，m=2.5×10⁴CFU/g,\nM=10⁵CFU/g"])
def test_forms_of_plans(text: str) -> None:
    plan = read_plan(text)
    assert (plan.n, plan.c, plan.m, plan.upper_m, plan.unit) == (5, 2, Decimal(25000), Decimal(100000), "CFU/g")


def test_presence_plan() -> None:
    plan = read_plan("n=5,c=0,m=0/25g")
    assert (plan.n, plan.c, plan.m, plan.upper_m, plan.unit) == (5, 0, Decimal(0), None, "/25g")


@pytest.mark.parametrize("text", ["n=5，c=2，m=2.5×10", "n=5,c=2,m=10,M=10"])
def test_plan_cut_behind_its_power_of_ten(text: str) -> None:
    assert limit(text) == "truncated_exponent"


@pytest.mark.parametrize("text", ["/", "/ ", "--", "——", "", "''", "\xa0", "\u3000", " / ", "无", "、", "-", "_", "\\", "请选择"])
def test_spellings_of_nothing(text: str) -> None:
    assert clean(text) is None
