"""Items that are sums of components (以恩诺沙星与环丙沙星之和计): what their sum may be, and the verdict that follows from it."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from qmon.grammar import Limit, Result, UnitMismatch, convert
from qmon.verdict.interval import ZERO, Interval
from qmon.verdict.item import NONE_ALLOWED, NOT_FOUND, Comparison, Derived, conforms, on_edge, on_track, possible, unusable

_UNKNOWN = Interval(Fraction(0))  # an amount of which nothing is known


def sum_of(components: Sequence[Result], unit: str) -> Interval | None:
    """What the sum of the components may be, in `unit`; None where one is unread, a list, in words or in a unit of another quantity.

    A component that is not detected adds what lies between 0 and its limit of detection. Where the sum itself has a result, that result
    counts and not this. Source: docs/domain.md, limits.
    """
    total = ZERO
    for component in components:
        if component.qualifier in (None, "qualitative") or component.values is not None or component.unit is None:
            return None
        try:
            total = total.plus(possible(component).times(convert(Decimal(1), component.unit, unit)))
        except UnitMismatch:
            return None
    return total if components else None


def derive_sum(
    components: Sequence[Result | None],
    limit: Limit,
    *,
    item_name: str | None = None,
    item_kind: str | None = "physical",
    track: str | None = "supervision",
    comparison: Comparison = "full_value",
) -> tuple[Derived, bool]:
    """The verdict of a sum against its limit from its components (None: no single result of it), and whether it is near its limit.

    A component of which nothing is known may be any amount: the others alone may already exceed the limit, and never conform to
    an upper one. Against 不得检出 and 不得使用 the sum conforms where every component is not detected, whatever the limit of detection.
    """
    reason = unusable(limit, item_name, item_kind)
    if reason is None and limit.operator == "plan":
        reason = "plan_count"
    if reason is None and limit.unit is None and limit.operator not in NONE_ALLOWED:
        reason = "unit_missing"
    if reason is not None:
        return Derived(reason=reason), False
    unit = limit.unit or next((one.unit for one in components if one is not None and one.unit is not None), None)
    if limit.operator in NONE_ALLOWED and all(one is not None and one.qualifier in NOT_FOUND for one in components):
        return Derived(on_track(True, track)), False
    known = [None if one is None or unit is None else sum_of([one], unit) for one in components]
    total = ZERO
    for amount in known:
        total = total.plus(amount or _UNKNOWN)
    passes = conforms(total, limit, comparison)
    if passes is None:
        return Derived(reason="component_missing" if None in known else "sum_undecided"), False
    return Derived(on_track(passes, track)), on_edge(total, limit, comparison)
