"""Verdicts by a sampling plan (GB 4789.1): from the n results, whatever those that are not exact may be."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from qmon.verdict.interval import Interval


def fails_plan(units: Sequence[Interval], c: int, m: Fraction, upper_m: Fraction | None) -> bool | None:
    """Whether the units fail the plan; None where it depends on what lies within an interval.

    Three-class plan: fails if any unit is above M, or more than c lie above m and not above M. Two-class plan (no M): fails if more than
    c lie above m. A unit that is higher never mends a plan, so the least and the greatest that each may be decide for all between.
    Source: docs/domain.md, sampling plans [MIC1][MIC2].
    """
    at_least = _fails([_above(unit, m) for unit in units], [upper_m is not None and _above(unit, upper_m) for unit in units], c)
    at_most = _fails(
        [not _not_above(unit, m) for unit in units], [upper_m is not None and not _not_above(unit, upper_m) for unit in units], c
    )
    return at_least if at_least == at_most else None


def _fails(above_m: list[bool], above_upper: list[bool], c: int) -> bool:
    between = sum(above and not far for above, far in zip(above_m, above_upper, strict=True))
    return any(above_upper) or between > c


def _above(unit: Interval, bound: Fraction) -> bool:
    return unit.apart(Interval(high=bound))


def _not_above(unit: Interval, bound: Fraction) -> bool:
    return unit.within(Interval(high=bound))
