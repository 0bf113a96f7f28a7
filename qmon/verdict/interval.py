"""Intervals of exact numbers: what a result may be, and what a limit allows."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple


class Interval(NamedTuple):
    """All numbers from ``low`` to ``high`` (None: without end); an open end is not among them."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    def within(self, other: Interval) -> bool:
        """Whether every number of this interval lies in the other."""
        return _starts_in(self, other) and _starts_in(_mirrored(self), _mirrored(other))

    def apart(self, other: Interval) -> bool:
        """Whether no number of this interval lies in the other."""
        return _ends_before(self, other) or _ends_before(other, self)

    def times(self, factor: Fraction) -> Interval:
        """Every number times a factor above 0, as in a change of units."""
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return self._replace(low=low, high=high)

    def plus(self, other: Interval) -> Interval:
        """Every sum of a number of this interval and one of the other."""
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)


ZERO: Final = Interval(Fraction(0), Fraction(0))


def rounding_into(allowed: Interval, low_printed: Decimal | None, high_printed: Decimal | None) -> Interval:
    """All numbers that lie in `allowed` once rounded to the last place of the end they are held against (修约值比较法).

    An exact tie goes to the even digit: 0.25 becomes 0.2, 0.35 becomes 0.4. The ends are given as printed: their trailing zeros
    say the place. Source: docs/domain.md, limits and rounding (GB/T 8170-2008 §4.3).
    """
    low, low_open = _rounding_end(allowed.low, allowed.low_open, low_printed, -1)
    high, high_open = _rounding_end(allowed.high, allowed.high_open, high_printed, 1)
    return Interval(low, high, low_open, high_open)


def _rounding_end(end: Fraction | None, is_open: bool, printed: Decimal | None, away: int) -> tuple[Fraction | None, bool]:
    if end is None or printed is None:
        return end, is_open
    place = Fraction(10) ** int(printed.as_tuple().exponent)
    # The outermost rounded number that is still allowed: an open end is not.
    outermost = end - away * place if is_open else end
    return outermost + away * place / 2, bool(outermost / place % 2)


def _mirrored(interval: Interval) -> Interval:
    low, high = (None if end is None else -end for end in (interval.high, interval.low))
    return Interval(low, high, interval.high_open, interval.low_open)


def _starts_in(inner: Interval, outer: Interval) -> bool:
    if outer.low is None:
        return True
    if inner.low is None or inner.low < outer.low:
        return False
    return inner.low > outer.low or inner.low_open or not outer.low_open


def _ends_before(first: Interval, second: Interval) -> bool:
    if first.high is None or second.low is None:
        return False
    return first.high < second.low or (first.high == second.low and (first.high_open or second.low_open))
