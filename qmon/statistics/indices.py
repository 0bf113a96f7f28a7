"""Indices of a rate free of its mix: fixed mix (固定结构), and chain-linked (链式) from period to period."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from qmon.statistics.counts import Counts


def fixed_mix(period: Mapping[str, Counts], weights: Mapping[str, Fraction]) -> tuple[Fraction, Fraction] | None:
    """The rate that a period would have with the mix `weights` (direct standardisation), and the share of weights whose category it has.

    A category without units takes no part; the others keep their proportions. None where none has units."""
    whole = sum(weights.values(), Fraction(0))
    there = {name: weight for name, weight in weights.items() if weight and period.get(name, (0, 0))[0]}
    covered = sum(there.values(), Fraction(0))
    if not covered:
        return None
    return sum(
        (weight * Fraction(period[name][1], period[name][0]) for name, weight in there.items()), Fraction(0)
    ) / covered, covered / whole


def mix_of(period: Mapping[str, Counts]) -> dict[str, Fraction]:
    """The shares of the categories in the units of a period: the weights of a base period."""
    whole = sum(n for n, _ in period.values())
    return {name: Fraction(n, whole) for name, (n, _) in period.items() if n}


def chain_linked(periods: Sequence[Mapping[str, Counts]]) -> list[Fraction | None]:
    """The index of each period, 100 for the first: each is the one before times the ratio of the two rates over the categories that both
    have, weighed by the mix of the earlier. None from where two neighbours have no category in common, or the earlier rate is 0."""
    index: list[Fraction | None] = [Fraction(100)]
    for earlier, later in zip(periods, periods[1:], strict=False):
        common = {name: counts for name, counts in earlier.items() if counts[0] and later.get(name, (0, 0))[0]}
        link = None
        if common and any(k for _, k in common.values()):
            weights = mix_of(common)
            now, before = fixed_mix(later, weights), fixed_mix(common, weights)
            link = now[0] / before[0] if now is not None and before is not None else None
        last = index[-1]
        index.append(last * link if last is not None and link is not None else None)
    return index
