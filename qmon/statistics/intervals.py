"""Confidence intervals of one share (置信区间): Wilson, Clopper-Pearson, Agresti-Coull, Jeffreys."""

import math
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    """Both ends of an interval of a share, as fractions."""

    low: float
    high: float


def wilson(k: float, n: float, confidence: float = 0.95) -> Interval:
    """The score interval of k in n (Wilson, JASA 22 (1927) 209-212). k and n may be effective sizes. Exactly 0 and 1 at the ends."""
    _check(k, n)
    z = _z(confidence)
    share, spread = k / n, z * math.sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n))
    centre, scale = share + z * z / (2 * n), 1 + z * z / n
    return Interval(0.0 if k == 0 else (centre - spread) / scale, 1.0 if k == n else (centre + spread) / scale)


def clopper_pearson(k: int, n: int, confidence: float = 0.95) -> Interval:
    """The exact interval (Clopper and Pearson, Biometrika 26 (1934) 404-413): conservative, for cases that may be appealed."""
    from scipy import stats  # a second to import, and for these two alone

    _check(k, n)
    tail = (1 - confidence) / 2
    low = 0.0 if k == 0 else float(stats.beta.ppf(tail, k, n - k + 1))
    return Interval(low, 1.0 if k == n else float(stats.beta.isf(tail, k + 1, n - k)))


def agresti_coull(k: int, n: int, confidence: float = 0.95) -> Interval:
    """The adjusted Wald interval (Agresti and Coull, Am. Stat. 52 (1998) 119-126), cut at 0 and 1."""
    _check(k, n)
    z = _z(confidence)
    size = n + z * z
    centre = (k + z * z / 2) / size
    half = z * math.sqrt(centre * (1 - centre) / size)
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def jeffreys(k: int, n: int, confidence: float = 0.95) -> Interval:
    """The equal-tailed interval under the prior Beta(1/2, 1/2) (Brown, Cai and DasGupta, Stat. Sci. 16 (2001) 101-133)."""
    from scipy import stats

    _check(k, n)
    tail = (1 - confidence) / 2
    posterior = stats.beta(k + 0.5, n - k + 0.5)
    return Interval(0.0 if k == 0 else float(posterior.ppf(tail)), 1.0 if k == n else float(posterior.isf(tail)))


def newcombe(now: tuple[float, float], then: tuple[float, float], confidence: float = 0.95) -> Interval:
    """The interval of the share of `now` less that of `then`, each (k, n) (Newcombe, Stat. Med. 17 (1998) 873-890, method 10)."""
    share, earlier = now[0] / now[1], then[0] / then[1]
    ends, earlier_ends = wilson(*now, confidence), wilson(*then, confidence)
    difference = share - earlier
    return Interval(
        difference - math.hypot(share - ends.low, earlier_ends.high - earlier),
        difference + math.hypot(ends.high - share, earlier - earlier_ends.low),
    )


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _check(k: float, n: float) -> None:
    if not 0 <= k <= n or n <= 0:
        raise ValueError(f"no share: {k} of {n}")
