"""Rates of small areas by empirical Bayes (经验贝叶斯): each drawn to the mean of all as far as its own samples are few."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np


class Shrunk(NamedTuple):
    """One area: its raw share, the shrunken one with the ends of its 90 % credible interval, and how much of it is its own."""

    raw: float | None
    share: float
    low: float
    high: float
    own: float


class Shrinkage(NamedTuple):
    """The prior Beta(alpha, beta) and each area."""

    alpha: float
    beta: float
    areas: dict[str, Shrunk]


def shrink(counts: Mapping[str, tuple[int, int]]) -> Shrinkage:
    """(k, n) of each area; alpha and beta by maximum likelihood of the beta-binomial over all of them (Clayton and Kaldor 1987).

    The posterior is Beta(alpha + k, beta + n - k); the credible interval takes alpha and beta as known. Where areas vary no more than
    chance the prior grows without end and is stopped at a million units: every area then has the mean. Raises ValueError below three areas
    with samples, and where all units are of one outcome: there is nothing to learn a prior from."""
    there = [(k, n) for k, n in counts.values() if n > 0]
    if len(there) < 3:
        raise ValueError("a prior needs three areas with samples")
    k, n = (np.array(column, dtype=float) for column in zip(*there, strict=True))
    mean = k.sum() / n.sum()
    if mean in (0, 1):
        raise ValueError("every unit has one outcome")

    from scipy import optimize, special  # slow to import, and only where there is something to shrink

    def unlikely(at: np.ndarray) -> float:
        """Minus the log likelihood but for what does not depend on the prior."""
        share, size = 1 / (1 + np.exp(-at[0])), np.exp(at[1])
        alpha, beta = share * size, (1 - share) * size
        return -float((special.betaln(alpha + k, beta + n - k) - special.betaln(alpha, beta)).sum())

    start = [float(np.log(mean / (1 - mean))), float(np.log(n.mean()))]
    found = optimize.minimize(unlikely, start, method="L-BFGS-B", bounds=[(-20, 20), (np.log(0.1), np.log(1e6))])
    share, size = 1 / (1 + np.exp(-found.x[0])), np.exp(found.x[1])
    alpha, beta = float(share * size), float((1 - share) * size)
    return Shrinkage(alpha, beta, {name: _area(*one, alpha, beta) for name, one in counts.items()})


def _area(k: int, n: int, alpha: float, beta: float) -> Shrunk:
    from scipy import special

    after, of = alpha + k, beta + n - k
    low, high = (float(special.betaincinv(after, of, end)) for end in (0.05, 0.95))
    return Shrunk(k / n if n else None, after / (after + of), low, high, n / (alpha + beta + n))
