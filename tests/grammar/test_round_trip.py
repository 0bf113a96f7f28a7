"""A value that was read, written out again and read again, is the same value."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from qmon.grammar import Limit, Plan, Result, read_limit, read_plan, read_result

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**9, places=3) | st.integers(0, 10**7).map(Decimal)
UNITS = st.sampled_from([None, "mg/kg", "μg/kg", "g/100g", "CFU/g", "CFU/mL", "MPN/g", "%", "mg/100kJ"])
SIGNS = {"<=": "≤", ">=": "≥", "<": "＜", ">": "＞"}


def written(result: Result) -> str:
    """A result as a notice prints it."""
    unit = result.unit or ""
    if result.values is not None:
        words = {"detected": "检出", "not_detected": "未检出"}
        return "；".join(f"{words.get(value, value)}{unit}" for value in result.values)
    if result.first_value is not None:
        return f"初检结果：{result.first_value:f}{unit}；复检结果：{result.value:f}{unit}"
    if result.bound is not None:
        return f"{result.qualifier}{result.bound:f}{unit}"
    return f"{result.value:f}{unit}"


def is_a_doubtful_count(unit: str | None, *values: Decimal) -> bool:
    """104CFU/g may be 104 or 10⁴, and is not read."""
    return (unit or "").startswith("CFU") and any(102 <= value <= 109 and value == value.to_integral_value() for value in values)


@given(NUMBERS, UNITS)
def test_plain_result(value: Decimal, unit: str | None) -> None:
    assume(not is_a_doubtful_count(unit, value))
    first = read_result(f"{value:f}{unit or ''}")
    assert read_result(written(first)) == first and first.value == value


@given(NUMBERS, st.sampled_from(["＜", "＞"]), UNITS)
def test_bound(value: Decimal, sign: str, unit: str | None) -> None:
    first = read_result(f"{sign}{value:f}{unit or ''}")
    assert read_result(written(first)) == first and first.bound == value


@given(NUMBERS, NUMBERS, UNITS)
def test_first_test_and_re_test(value: Decimal, repeat: Decimal, unit: str | None) -> None:
    assume(not is_a_doubtful_count(unit, value, repeat))
    first = read_result(f"初检结果：{value:f}{unit or ''}；复检结果：{repeat:f}{unit or ''}")
    assert read_result(written(first)) == first and (first.first_value, first.value) == (value, repeat)


@given(st.integers(10, 99), st.integers(2, 9), st.sampled_from(["10⁴", "10<sup>4</sup>", "10^4"]))
def test_power_of_ten(mantissa: int, exponent: int, form: str) -> None:
    power = form.replace("4", str(exponent)).replace("⁴", "⁰¹²³⁴⁵⁶⁷⁸⁹"[exponent])
    first = read_result(f"{mantissa // 10}.{mantissa % 10}×{power}CFU/g")
    assert read_result(written(first)) == first and first.value == Decimal(mantissa) * 10 ** (exponent - 1)


@given(
    st.lists(
        st.integers(0, 10**6).filter(lambda count: not 102 <= count <= 109).map(str) | st.sampled_from(["<10", ">3000", "检出", "未检出"]),
        min_size=5,
        max_size=5,
    ),
    st.sampled_from(["；", ";\n", ", ", "，", "、", "/", "\n"]),
    st.sampled_from([None, "①②③④⑤", "n₁：n₂：n₃：n₄：n₅："]),
)
def test_five_results_of_a_plan(values: list[str], separator: str, labels: str | None) -> None:
    plan = "n=5,c=2,m=10,M=100CFU/g"
    if labels is not None:
        width = len(labels) // 5
        values = [labels[place * width : (place + 1) * width] + value for place, value in enumerate(values)]
    first = read_result(separator.join(values), None, plan)
    assert first.reason is None and len(first.values or ()) == 5
    assert read_result(written(first), None, plan) == first


@given(NUMBERS, st.sampled_from(list(SIGNS)), UNITS)
def test_limit(value: Decimal, operator: str, unit: str | None) -> None:
    first = read_limit(f"{SIGNS[operator]}{value:f}{unit or ''}")
    if first.reason is not None:
        assert first.reason == "flattened_exponent" and 102 <= value <= 109
        return
    bound = first.high if first.high is not None else first.low
    assert bound == value and read_limit(f"{SIGNS[operator]}{bound:f}{first.unit or ''}") == first


@given(NUMBERS, NUMBERS, UNITS)
def test_range(one: Decimal, other: Decimal, unit: str | None) -> None:
    low, high = sorted((one, other))
    first = read_limit(f"{low:f}～{high:f}{unit or ''}")
    assert first in (Limit("range", low, high, first.unit), Limit(reason="flattened_exponent"))


@given(
    st.integers(0, 4), st.sampled_from([1, 10, 100, 10000, 25000]), st.sampled_from([2, 4, 10, 100]), st.sampled_from(["CFU/g", "MPN/g"])
)
def test_plan(c: int, m: int, ratio: int, unit: str) -> None:
    first = read_plan(f"n=5,c={c},m={m},M={m * ratio}{unit}")
    assert first == Plan(5, c, Decimal(m), Decimal(m * ratio), unit)
    assert read_plan(f"n={first.n}，c={first.c}，m={first.m}{unit}，\nM={first.upper_m}{unit}") == first
    two_class = replace(first, upper_m=None)
    assert read_plan(f"n=5,c={c},m={m}{unit}") in (two_class, Plan(5, c, reason="truncated_exponent"))
