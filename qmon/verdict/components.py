"""Items that are sums of components (以恩诺沙星与环丙沙星之和计): what their sum may be."""

from collections.abc import Sequence
from decimal import Decimal

from qmon.grammar import Result, UnitMismatch, convert
from qmon.verdict.interval import ZERO, Interval
from qmon.verdict.item import possible


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
