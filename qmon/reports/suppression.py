"""What a table does not show (不公布): rates of too few samples, counts that name a firm, and what would give them away by subtraction."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Reason = Literal["small_n", "wide_interval", "one_or_two", "complementary"]
WORDS = {
    "small_n": "样本量（或有效样本量）不足30",
    "wide_interval": "置信区间过宽",
    "one_or_two": "仅有1至2家企业",
    "complementary": "避免由合计推算",
}
MARK = "*"
LEAST_N = 30  # NCHS Data Presentation Standards for Proportions (Vital and Health Statistics 2, no. 175, 2017)
WIDEST, NARROW, RELATIVE = 0.30, 0.05, 1.30  # the same: absolute width, that is always shown, relative width


class Shown(NamedTuple):
    """Numbers of one row that a rule looks at: units, effective units, the rate and its interval as fractions."""

    n: int
    n_effective: float | None
    rate: float | None
    low: float | None
    high: float | None


def unreliable(row: Shown) -> Reason | None:
    """Why the rate is not shown, or None (NCHS 2017): fewer than 30 units or effective units; an interval of 30 points or wider, or, unless
    it is narrower than 5 points, wider than 130 % of the rate, or of its complement where that is the smaller."""
    if row.rate is None or row.low is None or row.high is None:
        return None
    if row.n < LEAST_N or (row.n_effective is not None and row.n_effective < LEAST_N):
        return "small_n"
    width = row.high - row.low
    smaller = min(row.rate, 1 - row.rate)
    # None failing is shown, with its upper bound: its relative width has no meaning.
    if width >= WIDEST or (width > NARROW and smaller > 0 and width > RELATIVE * smaller):
        return "wide_interval"
    return None


def undisclosed(counts: Sequence[int], has_total: bool) -> list[Reason | None]:
    """By row why its counts are not shown: one or two firms are those firms; and where one row alone would be missing from a printed total,
    the smallest of the others is missing, too, so that the difference names none."""
    reasons: list[Reason | None] = ["one_or_two" if count in (1, 2) else None for count in counts]
    hidden = [position for position, reason in enumerate(reasons) if reason is not None]
    if has_total and len(hidden) == 1:
        others = sorted((count, position) for position, count in enumerate(counts) if reasons[position] is None and count > 0)
        if others:
            reasons[others[0][1]] = "complementary"
    return reasons
