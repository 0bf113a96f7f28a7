"""Derived verdicts against oracles that know nothing of intervals: plain fractions tried one by one, and whole plans tried case by case."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from qmon.grammar import Limit, Plan, Result
from qmon.verdict.item import Derived, derive

FACTORS = {"mg/kg": Fraction(1), "μg/kg": Fraction(1, 1000), "g/kg": Fraction(1000), "g/100g": Fraction(10**4), "%": Fraction(10**4)}
TINY = Fraction(1, 10**12)

numbers = st.builds(lambda digits, places: Decimal(digits).scaleb(-places), st.integers(0, 60), st.integers(0, 3))
units = st.sampled_from(sorted(FACTORS))
results = st.one_of(
    st.builds(lambda value, unit: Result("=", value=value, unit=unit), numbers, units),
    st.builds(lambda sign, bound, unit: Result(sign, bound=bound, unit=unit), st.sampled_from(["<", ">"]), numbers, units),
    st.builds(lambda lod, unit: Result("nd", lod=lod, unit=unit), numbers | st.none(), units),
    st.builds(lambda loq, unit: Result("nq", loq=loq, unit=unit), numbers | st.none(), units),
)
signs = st.sampled_from(["<=", ">=", "<", ">", "=", "range"])


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    sign, first, second, unit = draw(signs), draw(numbers), draw(numbers), draw(units)
    low = min(first, second) if sign == "range" else first if sign in (">=", ">", "=") else None
    high = max(first, second) if sign == "range" else first if sign in ("<=", "<", "=") else None
    return Limit(sign, low, high, unit)


def half_even(value: Fraction, like: Decimal) -> Fraction:
    place = Fraction(10) ** int(like.as_tuple().exponent)
    below, rest = divmod(value / place, 1)
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1)
    return (below + up) * place


def conforms(value: Fraction, limit: Limit, rounded: bool) -> bool:
    """One exact value in the limit's unit."""
    for bound, breaks in ((limit.low, -1), (limit.high, 1)):
        if bound is None:
            continue
        compared = half_even(value, bound) if rounded else value
        beyond = (compared - Fraction(bound)) * breaks
        if beyond > 0 or (beyond == 0 and limit.operator in ("<", ">")):
            return False
    return True


def tried(result: Result, limit: Limit) -> list[Fraction]:
    """Values that the result may be, in the limit's unit: all at which the answer can change, beside them, and far away."""
    factor = FACTORS[str(result.unit)] / FACTORS[str(limit.unit)]
    end = next((number for number in (result.value, result.bound, result.lod, result.loq) if number is not None), None)
    stated = None if end is None else Fraction(end) * factor
    if result.qualifier == "=":
        return [stated] if stated is not None else []
    turns = [Fraction(0)] if stated is None else [Fraction(0), stated]
    for bound in (limit.low, limit.high):
        if bound is not None:
            place = Fraction(10) ** int(bound.as_tuple().exponent)
            turns += [Fraction(bound) + place * half / 2 for half in range(-4, 5)]
    near = [turn + step for turn in turns for step in (-TINY, 0, TINY)] + [Fraction(10**9)]
    if result.qualifier == ">":
        return [value for value in near if stated is not None and value > stated]
    if result.qualifier == "<" and stated:
        return [value for value in near if 0 <= value < stated]
    if result.qualifier == "<":  # below 0: nothing is known of the end
        return [value for value in [*near, Fraction(-(10**9))] if value < 0]
    return [value for value in near if value >= 0 and (stated is None or value <= stated)]


@settings(max_examples=1000, deadline=None)
@given(results, limits(), st.booleans())
def test_a_verdict_is_derived_where_all_values_that_the_result_may_be_agree(result: Result, limit: Limit, rounded: bool) -> None:
    answers = {conforms(value, limit, rounded) for value in tried(result, limit)}
    found = derive(result, limit, comparison="rounded" if rounded else "full_value")
    if len(answers) == 1:
        assert found == Derived("conforming" if answers.pop() else "nonconforming")
    else:
        assert found.verdict is None


# ── plans ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

entries = st.one_of(st.integers(0, 9).map(str), st.integers(1, 9).map("<{}".format), st.integers(0, 9).map(">{}".format))
words = st.sampled_from(["detected", "not_detected"])


def may_be(entry: str, plan: Plan) -> list[Fraction]:
    around = [Fraction(turn) + half for turn in (0, plan.m or 0, plan.upper_m or 0) for half in (-TINY, 0, TINY)] + [Fraction(100)]
    if entry == "detected":
        return [value for value in around if value > 0]
    if entry == "not_detected":
        return [Fraction(0)] if plan.m == 0 else [value for value in around if value >= 0]
    if entry[0] == "<":
        return [value for value in [*around, Fraction(entry[1:]) - TINY] if 0 <= value < int(entry[1:])]
    if entry[0] == ">":
        return [value for value in [*around, Fraction(entry[1:]) + TINY] if value > int(entry[1:])]
    return [Fraction(entry)]


def classes(entry: str, plan: Plan) -> set[int]:
    """0 up to m, 1 above m, 2 above M."""
    m, upper = Fraction(plan.m or 0), plan.upper_m
    return {(value > m) + (upper is not None and value > Fraction(upper)) for value in may_be(entry, plan)}


@st.composite
def plans(draw: st.DrawFn) -> tuple[Plan, tuple[str, ...]]:
    n = draw(st.integers(1, 5))
    c = draw(st.integers(0, n - 1))
    m = draw(st.integers(0, 6))
    upper = draw(st.none() | st.integers(m, 9))
    found = draw(st.lists(entries | words, min_size=n, max_size=n))
    return Plan(n, c, Decimal(m), None if upper is None else Decimal(upper), "CFU/g"), tuple(found)


@settings(max_examples=1000, deadline=None)
@given(plans())
def test_a_plan_decides_where_every_case_agrees(case: tuple[Plan, tuple[str, ...]]) -> None:
    plan, found = case
    assert plan.c is not None
    answers = {
        any(one == 2 for one in combined) or sum(one == 1 for one in combined) > plan.c
        for combined in product(*(classes(entry, plan) for entry in found))
    }
    derived = derive(Result("=", unit="CFU/g", values=found), Limit("plan", unit="CFU/g", plan=plan))
    if len(answers) == 1:
        assert derived == Derived("nonconforming" if answers.pop() else "conforming")
    else:
        assert derived == Derived(reason="censored")
