"""Periods by control chart (控制图): the p chart, Laney's p' chart where periods vary by more than chance, and the u chart of defects."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple


class Point(NamedTuple):
    """One period: its share, the three-sigma limits for its number of units, and on which side of them it lies."""

    share: float
    low: float
    high: float
    signal: Literal["above", "below"] | None


class Chart(NamedTuple):
    """The centre line, the factor by which the limits are wider than those of chance (1 for the p chart), and the points."""

    centre: float
    sigma_z: float
    points: tuple[Point, ...]


def p_chart(counts: Sequence[tuple[int, int]]) -> Chart:
    """(k, n) of each period about the share of all (ISO 7870-2, p chart): limits p ± 3 sqrt(p q / n), cut at 0 and 1."""
    centre = _centre(counts)
    return _chart(counts, centre, centre * (1 - centre), 1.0)


def u_chart(counts: Sequence[tuple[int, int]]) -> Chart:
    """Defects on n units of each period about the mean number a unit (ISO 7870-2, u chart): limits u ± 3 sqrt(u / n), cut at 0 and 1."""
    return _chart(counts, _centre(counts), _centre(counts), 1.0)


def laney_chart(counts: Sequence[tuple[int, int]]) -> Chart:
    """The p' chart (Laney, Quality Engineering 14 (2002) 531-537): limits p ± 3 sigma_z sqrt(p q / n), sigma_z the mean moving range of the
    standardised shares over 1.128. With large n the limits of the p chart are far too narrow. Raises ValueError below two periods."""
    if len(counts) < 2:
        raise ValueError("a moving range needs two periods")
    centre = _centre(counts)
    if centre in (0, 1):
        return p_chart(counts)
    standard = [(k / n - centre) / math.sqrt(centre * (1 - centre) / n) for k, n in counts]
    moved = [abs(later - earlier) for earlier, later in zip(standard, standard[1:], strict=False)]
    return _chart(counts, centre, centre * (1 - centre), sum(moved) / len(moved) / 1.128)


def _centre(counts: Sequence[tuple[int, int]]) -> float:
    return sum(k for k, _ in counts) / sum(n for _, n in counts)


def _chart(counts: Sequence[tuple[int, int]], centre: float, variance: float, sigma_z: float) -> Chart:
    points = []
    for k, n in counts:
        reach = 3 * sigma_z * math.sqrt(variance / n)
        low, high = max(0.0, centre - reach), min(1.0, centre + reach)
        points.append(Point(k / n, low, high, "above" if k / n > high else "below" if k / n < low else None))
    return Chart(centre, sigma_z, tuple(points))
