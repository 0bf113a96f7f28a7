"""Trends and many tests at once: Cochran-Armitage over ordered groups, Benjamini-Hochberg over a family of p-values."""

import math
from collections.abc import Sequence
from typing import NamedTuple


class Trend(NamedTuple):
    """The statistic, positive where the share rises with the score, and its two-sided p-value."""

    z: float
    p_value: float


def cochran_armitage(failing: Sequence[int], tested: Sequence[int], scores: Sequence[float] | None = None) -> Trend:
    """Whether shares rise or fall over ordered groups (Cochran 1954, Armitage 1955): T = sum t (x - n p) over its standard deviation.

    scores: of the groups; 0, 1, 2 … without. Raises ValueError where all units are of one outcome or of one score."""
    at = list(scores) if scores is not None else [float(number) for number in range(len(tested))]
    whole = sum(tested)
    share = sum(failing) / whole
    slope = sum(t * (x - n * share) for t, x, n in zip(at, failing, tested, strict=True))
    spread = sum(n * t * t for t, n in zip(at, tested, strict=True)) - sum(n * t for t, n in zip(at, tested, strict=True)) ** 2 / whole
    variance = share * (1 - share) * spread
    if variance <= 0:
        raise ValueError("no trend: every unit has one outcome, or one score")
    z = slope / math.sqrt(variance)
    return Trend(z, math.erfc(abs(z) / math.sqrt(2)))


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """The p-values adjusted so that of those at most 0.05 no more than 5 % are expected to be false (JRSS B 57 (1995) 289-300)."""
    from scipy import stats

    return [float(one) for one in stats.false_discovery_control(p_values, method="bh")] if len(p_values) else []
