"""The verdict of an item, derived from its result and its limit: exactly, or not at all with the reason.

A result is an interval of what it may be, a limit an interval of what it allows. The item conforms if all that the result may be is
allowed, does not conform if none of it is; else nothing is derived.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from qmon.grammar import Limit, Result, UnitMismatch, convert
from qmon.verdict.interval import ZERO, Interval, rounding_into
from qmon.verdict.plan import fails_plan
from qmon.verdict.reasons import Reason

Verdict = Literal["conforming", "nonconforming", "problem", "not_judged"]
Comparison = Literal["full_value", "rounded"]

_ABOVE_ZERO: Final = Interval(Fraction(0), None, low_open=True)
_NOT_BELOW_ZERO: Final = Interval(Fraction(0), None)
# How an amount is expressed (以Al计), or what the method can see: neither changes with what the result was weighed against.
_SAME_BASIS: Final = re.compile(r"以.+计|(?:方法)?(?:检出限|定量限).*")
NONE_ALLOWED: Final = ("not_detected", "not_permitted")  # 不得检出, 不得使用
NOT_FOUND: Final = ("nd", "not_detected")
_IN_WORDS: Final[dict[str, Interval]] = {"detected": _ABOVE_ZERO, "not_detected": _NOT_BELOW_ZERO}
_UNDECIDED: Final[dict[str, tuple[str, Reason, Reason]]] = {
    "nd": ("lod", "lod_missing", "lod_over_limit"),
    "not_detected": ("lod", "lod_missing", "lod_over_limit"),
    "nq": ("loq", "loq_missing", "loq_over_limit"),
}


class Derived(NamedTuple):
    """A derived verdict, or the reason why there is none: exactly one of the two is set."""

    verdict: Verdict | None = None
    reason: Reason | None = None


def derive(
    result: Result,
    limit: Limit,
    *,
    item_name: str | None = None,
    item_kind: str | None = "physical",
    track: str | None = "supervision",
    comparison: Comparison = "full_value",
) -> Derived:
    """The verdict of one item from its result and its limit, as the grammar reads them (bounds with their decimals as printed).

    Equal to the limit passes. Not detected (or not quantified) lies between 0 and its limit of detection (quantification);
    against 不得检出 and 不得使用 it conforms whatever that limit is, and any amount fails. Under risk monitoring an item
    outside its limit is a problem and any other is not judged: it has no verdict under supervision. `comparison`: unrounded
    values are compared unless the standard names 修约值比较法.

    Units: within a dimension they are converted exactly, test portions (/25g) never. Result and limit without any unit are
    compared as they stand: a form without a unit prints both alike (pH). Where only one has a unit nothing is taken over from
    the other: 1.6 against ≤0.5mg/kg may be μg/kg; in the public exports this is a plan or two printed without its unit. Words
    (检出, 未检出) and the zero of 不得检出 need none.

    A limit that holds on a basis (≤1.1mg/kg（脱水率按81%折算）) is compared only where the item is named on it
    (铝的残留量（干样品，以Al计）): its result is then stated on it too. 以Al计 alone says how an amount is expressed and
    changes nothing. Source: docs/domain.md, verdict algebra, limits and sampling plans.
    """
    reason = _cannot_be_compared(result, limit, item_name, item_kind)
    if reason is not None:
        return Derived(reason=reason)
    factor, reason = _factor(result, limit)
    if reason is not None:
        return Derived(reason=reason)
    passes = _by_plan(result, limit, factor) if limit.operator == "plan" else _by_limit(result, limit, factor, comparison)
    return Derived(reason=_why_undecided(result)) if passes is None else Derived(on_track(passes, track))


def on_track(passes: bool, track: str | None) -> Verdict:
    """The verdict of an item inside or outside its limit, in the words of its track."""
    if track == "risk":
        return "not_judged" if passes else "problem"
    return "conforming" if passes else "nonconforming"


def possible(result: Result) -> Interval:
    """What a result may be, in its unit. A censored result has no end below only where the unit knows values below 0."""
    match result.qualifier:
        case "=" if result.value is not None:
            return Interval(Fraction(result.value), Fraction(result.value))
        case "<" if result.bound is not None:
            below_zero = result.bound <= 0 or result.unit == "°C"
            return Interval(None if below_zero else Fraction(0), Fraction(result.bound), high_open=True)
        case ">" if result.bound is not None:
            return Interval(Fraction(result.bound), None, low_open=True)
        case "nd" | "not_detected":
            return Interval(Fraction(0), None if result.lod is None else Fraction(result.lod))
        case "nq":
            return Interval(Fraction(0), None if result.loq is None else Fraction(result.loq))
        case "detected":
            return _ABOVE_ZERO
    return Interval()


def allowed(limit: Limit) -> Interval:
    """What a limit with bounds allows, in its unit."""
    low = None if limit.low is None or limit.operator in NONE_ALLOWED else Fraction(limit.low)
    high = None if limit.high is None else Fraction(limit.high)
    return Interval(low, high, limit.operator == ">", limit.operator == "<")


def near(result: Result, limit: Limit, comparison: Comparison = "full_value") -> bool:
    """Whether an exact result lies so near its limit that a person looks at it.

    Where no source names the comparison (full values are then compared): whether it equals the limit, or passes or fails by how it is
    compared. 0.24 against ≤0.2 fails and would pass rounded; 0.19 passes either way. Where the standard names rounded values: whether
    the rounded result equals the limit. Source: docs/domain.md, limits.
    """
    if result.value is None:
        return False
    factor, reason = _factor(result, limit)
    return reason is None and on_edge(possible(result).times(factor), limit, comparison)


def on_edge(amount: Interval, limit: Limit, comparison: Comparison = "full_value") -> bool:
    """As `near`, of an amount in the limit's unit; one that is not exact is not near."""
    bounds = allowed(limit)
    if amount.low is None or amount.low != amount.high or bounds == Interval() or limit.operator in NONE_ALLOWED:
        return False
    if comparison == "rounded":
        ends = ((bounds.low, limit.low), (bounds.high, limit.high))
        return any(end is not None and amount.within(rounding_into(Interval(end, end), at, at)) for end, at in ends)
    rounded = rounding_into(bounds, limit.low, limit.high)
    return amount.low in (bounds.low, bounds.high) or amount.within(bounds) != amount.within(rounded)


def unusable(limit: Limit, item_name: str | None, item_kind: str | None) -> Reason | None:
    """Why no amount of the item can be held against the limit, whatever the result."""
    if limit.reason not in (None, "empty"):
        return "unread_limit"
    if limit.operator is None:
        return "no_limit"
    if limit.operator == "qualitative":
        return "in_words"
    if item_kind == "label":
        return "label"
    if limit.basis is not None and not _SAME_BASIS.fullmatch(limit.basis) and limit.basis not in (item_name or ""):
        return "basis"
    return None


def _cannot_be_compared(result: Result, limit: Limit, item_name: str | None, item_kind: str | None) -> Reason | None:
    if result.reason not in (None, "empty"):
        return "unread_result"
    if result.qualifier is None:
        return "no_result"
    reason = unusable(limit, item_name, item_kind)
    if result.qualifier == "qualitative" and reason in (None, "label", "basis"):
        return "in_words"
    if reason is None and limit.operator == "plan":
        n = limit.plan.n if limit.plan is not None else None
        return None if (1 if result.values is None else len(result.values)) == n else "plan_count"
    if reason is None and result.values is not None:
        return "no_plan"
    return reason


def _factor(result: Result, limit: Limit) -> tuple[Fraction, Reason | None]:
    """The exact factor from the result's unit to the limit's."""
    if result.unit == limit.unit:
        return Fraction(1), None
    if result.unit is not None and limit.unit is not None:
        try:
            return convert(Decimal(1), result.unit, limit.unit), None
        except UnitMismatch:
            return Fraction(1), "unit_mismatch"
    needs_none = limit.operator in NONE_ALLOWED or _is_in_words(result)
    return Fraction(1), None if needs_none else "unit_missing"


def _by_limit(result: Result, limit: Limit, factor: Fraction, comparison: Comparison) -> bool | None:
    if limit.operator in NONE_ALLOWED and result.qualifier in NOT_FOUND:
        return True
    return conforms(possible(result).times(factor), limit, comparison)


def conforms(may_be: Interval, limit: Limit, comparison: Comparison) -> bool | None:
    """Whether an amount, in the limit's unit, conforms to a limit with bounds; None where only part of what it may be is allowed."""
    bounds = allowed(limit)
    if comparison == "rounded" and limit.operator not in NONE_ALLOWED:
        bounds = rounding_into(bounds, limit.low, limit.high)
    if may_be.within(bounds):
        return True
    return False if may_be.apart(bounds) else None


def _by_plan(result: Result, limit: Limit, factor: Fraction) -> bool | None:
    plan = limit.plan
    if plan is None or plan.c is None or plan.m is None:
        return None
    # Where presence is what counts (m = 0), not detected is the zero that the plan asks for.
    found = ("not_detected" if result.qualifier == "nd" else result.qualifier,) if result.values is None else result.values
    units = [ZERO if unit == "not_detected" and plan.m == 0 else _entry(unit, result).times(factor) for unit in found]
    fails = fails_plan(units, plan.c, Fraction(plan.m), None if plan.upper_m is None else Fraction(plan.upper_m))
    return None if fails is None else not fails


def _is_in_words(result: Result) -> bool:
    """Whether nothing in the result is an amount."""
    if result.values is not None:
        return all(unit in _IN_WORDS for unit in result.values)
    return result.qualifier in ("detected", "nd", "not_detected", "nq") and result.lod is None and result.loq is None


def _entry(text: str | None, result: Result) -> Interval:
    """What one unit of a plan may be; a single result is the only unit."""
    if result.values is None or text is None:
        return possible(result)
    if text in _IN_WORDS:
        return _IN_WORDS[text]
    if text[0] in "<>":
        return possible(Result("<" if text[0] == "<" else ">", bound=Decimal(text[1:])))
    return Interval(Fraction(text), Fraction(text))


def _why_undecided(result: Result) -> Reason:
    if result.qualifier is None or result.values is not None or result.qualifier not in _UNDECIDED:
        return "censored"
    limit_of_method, missing, over = _UNDECIDED[result.qualifier]
    return missing if getattr(result, limit_of_method) is None else over
