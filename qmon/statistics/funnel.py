"""Places and laboratories by funnel plot (漏斗图): each against the rate of all, with limits for its own number of units, never by rank."""

import math
from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np

_NEAR, _FAR = 1.959963984540054, 3.090232306167813  # 95 % and 99.8 %, two-sided


class Unit(NamedTuple):
    """One place or laboratory: its share, its limits, and where it lies. The position speaks of the samples drawn, not of the market."""

    share: float
    low_95: float
    high_95: float
    low_998: float
    high_998: float
    position: Literal["within", "above_95", "below_95", "above_998", "below_998"]


class Funnel(NamedTuple):
    """The rate of all, the variance between units beyond chance (tau ^ 2, on the scale of the arcsine root), and each unit."""

    centre: float
    between: float
    units: dict[str, Unit]


def funnel(counts: Mapping[str, tuple[int, int]]) -> Funnel:
    """(k, n) of each unit about the share of all (Spiegelhalter, Stat. Med. 24 (2005) 1185-1202; Qual. Saf. Health Care 14 (2005) 347-351).

    On the scale asin(sqrt(p)), whose variance 1 / (4 n) does not depend on p. Over-dispersion is additive: tau ^ 2 by moments (DerSimonian
    and Laird) from z-scores winsorised at 10 % on both sides, and 0 where they vary no more than chance. Units without samples are left
    out. Raises ValueError where none has any."""
    there = {name: (k, n) for name, (k, n) in counts.items() if n > 0}
    if not there:
        raise ValueError("no unit has samples")
    centre = sum(k for k, _ in there.values()) / sum(n for _, n in there.values())
    target = _angle(centre)
    # Anscombe's shift keeps a unit of 0 failing out of the corner of the scale.
    scored = {name: 2 * math.sqrt(n + 0.5) * (_angle((k + 0.375) / (n + 0.75)) - target) for name, (k, n) in there.items()}
    between = _between(list(scored.values()), [1 / (4 * n + 2) for _, n in there.values()])
    return Funnel(centre, between, {name: _unit(k, n, target, between, scored[name]) for name, (k, n) in there.items()})


def _unit(k: int, n: int, target: float, between: float, score: float) -> Unit:
    chance = 1 / (4 * n + 2)
    spread = math.sqrt(chance + between)
    near, far = ((_share(target - reach * spread), _share(target + reach * spread)) for reach in (_NEAR, _FAR))
    z = score * math.sqrt(chance) / spread
    reach = "998" if abs(z) > _FAR else "95" if abs(z) > _NEAR else None
    position: Literal["within", "above_95", "below_95", "above_998", "below_998"] = "within"
    if reach == "998":
        position = "above_998" if z > 0 else "below_998"
    elif reach == "95":
        position = "above_95" if z > 0 else "below_95"
    return Unit(k / n, *near, *far, position)


def _between(scores: list[float], chances: list[float]) -> float:
    if len(scores) < 2:
        return 0.0
    low, high = (float(one) for one in np.quantile(scores, [0.1, 0.9]))
    winsorised = [min(max(score, low), high) for score in scores]
    phi = sum(score * score for score in winsorised) / len(winsorised)
    weights = [1 / chance for chance in chances]
    excess = len(scores) * phi - (len(scores) - 1)
    scale = sum(weights) - sum(weight * weight for weight in weights) / sum(weights)
    return max(0.0, excess / scale) if phi > 1 else 0.0


def _angle(share: float) -> float:
    return math.asin(math.sqrt(share))


def _share(angle: float) -> float:
    return math.sin(min(max(angle, 0.0), math.pi / 2)) ** 2
