"""What moved a rate: its change split exactly into rate, mix, coverage and restatement effects, category by category."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from qmon.statistics.counts import Counts


class Part(NamedTuple):
    """What one category adds to the change, as fractions: by its own rate, by its share of the units, by being new or gone."""

    rate_effect: Fraction
    mix_effect: Fraction
    coverage_effect: Fraction


class Decomposition(NamedTuple):
    """A change of a rate and its parts: change = rate_effect + mix_effect + coverage_effect + restatement_effect, exactly.

    rate, compared_rate: as they stand today; change: from the compared rate as first published."""

    rate: Fraction
    compared_rate: Fraction
    change: Fraction
    rate_effect: Fraction
    mix_effect: Fraction
    coverage_effect: Fraction
    restatement_effect: Fraction
    parts: dict[str, Part]


def decompose(now: Mapping[str, Counts], then: Mapping[str, Counts], first_published: Fraction | None = None) -> Decomposition:
    """Split the change of the share between two mixes of categories (Kitagawa, JASA 50 (1955) 1168-1194; docs/domain.md, changes).

    Over the categories that both have, with w the share of a category among them and p its rate,
      rate effect  (w1 + w0) / 2 * (p1 - p0)
      mix effect   ((p1 + p0) - (P1 + P0)) / 2 * (w1 - w0)    P: the rate of those categories together; it cancels in the sum
    and for a category of one period alone the distance between its rate and P, times its share of all units: its coverage effect, positive
    where one above the others came or one below them went. Where none is in both, P is 0 and all is coverage.
    first_published: the compared rate as it was first published; the restatement effect is what it was restated by since.
    Raises ValueError where one of the two has no units."""
    now, then = ({name: counts for name, counts in side.items() if counts[0]} for side in (now, then))
    if not now or not then:
        raise ValueError("no change: one of the two periods has no units")
    common = sorted(set(now) & set(then))
    rate, compared = _rate(now, now), _rate(then, then)
    shared, compared_shared = (_rate(side, common) if common else Fraction(0) for side in (now, then))
    parts = {name: Part(Fraction(0), Fraction(0), _weight(now, name, now) * (_rate(now, [name]) - shared)) for name in now}
    parts |= {name: Part(Fraction(0), Fraction(0), -_weight(then, name, then) * (_rate(then, [name]) - compared_shared)) for name in then}
    for name in common:
        weight, earlier = _weight(now, name, common), _weight(then, name, common)
        one, other = _rate(now, [name]), _rate(then, [name])
        moved = (one + other - shared - compared_shared) / 2 * (weight - earlier)
        parts[name] = Part((weight + earlier) / 2 * (one - other), moved, Fraction(0))
    by_rate, by_mix, by_coverage = (sum(column, Fraction(0)) for column in zip(*parts.values(), strict=True))
    restated = compared - first_published if first_published is not None else Fraction(0)
    return Decomposition(rate, compared, rate - compared + restated, by_rate, by_mix, by_coverage, restated, parts)


def _rate(side: Mapping[str, Counts], names: Mapping[str, Counts] | list[str]) -> Fraction:
    return Fraction(sum(side[name][1] for name in names), sum(side[name][0] for name in names))


def _weight(side: Mapping[str, Counts], name: str, among: Mapping[str, Counts] | list[str]) -> Fraction:
    return Fraction(side[name][0], sum(side[other][0] for other in among))
