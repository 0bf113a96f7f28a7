"""Weighted rates: one rate out of strata whose weights are known from outside, with a stated rule for strata without enough samples."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from qmon.statistics.counts import Counts

Stratum = tuple[str, str]  # region, industry
Rule = Literal["collapse", "carry_forward", "shrink", "leave_out"]


class Term(NamedTuple):
    """One stratum of a weighted rate: its weight, its own counts, what its rate is taken to be, and from what: own, division (that of its
    industry in all regions), earlier (its own of an earlier period), shrunk, or none: its weight is then shared out among the others."""

    weight: Fraction
    n: int
    k: int
    rate: Fraction | None
    rate_from: Literal["own", "division", "earlier", "shrunk", "none"]


class Weighted(NamedTuple):
    """A weighted rate. `terms`: by stratum, weights of those with a rate sum to 1 as `rate` counts them; `covered`: the share of the whole
    weight that they have; `n_effective`: units of a simple random sample with the same variance."""

    rate: Fraction
    n_effective: float
    covered: Fraction
    terms: dict[Stratum, Term]


def weighted_rate(
    counts: Mapping[Stratum, Counts],
    weights: Mapping[Stratum, Fraction],
    rule: Rule,
    least_n: int = 1,
    earlier: Mapping[Stratum, Counts] | None = None,
) -> Weighted | None:
    """The sum of weight times rate over the strata in `weights`, or None where no stratum has a rate.

    counts: of every region, also those not in `weights`: they lend to an empty stratum. A stratum with fewer than `least_n` units takes
      collapse       the rate of its industry over all regions together
      carry_forward  its own rate of the `earlier` period
      shrink         as every stratum does, its own rate drawn to that of its industry: n / (n + m) of its own, with m the prior size of
                     the beta-binomial by moments (docs/domain.md, manufacturing rate)
      leave_out      none
    and where that is not there, none: its weight goes to the others in proportion, and `covered` says how much has a rate.
    The rate is linear in the rates of the strata; its variance is the sum of a ^ 2 p (1 - p) / n, p smoothed as (k + 1/2) / (n + 1), so
    that a stratum of 3 of 3 is not taken for certain. The prior of shrink is taken as known."""
    whole = sum(weights.values(), Fraction(0))
    if whole == 0:
        return None
    pools = _pools(counts)
    prior = {industry: _prior_size(pool) for industry, pool in pools.items()} if rule == "shrink" else {}
    terms: dict[Stratum, Term] = {}
    shares: dict[tuple[str, Stratum], Fraction] = {}  # what each observed stratum (of now, of earlier) has in the sum
    for stratum, weight in weights.items():
        n, k = counts.get(stratum, (0, 0))
        pool = pools.get(stratum[1], {})
        pooled = sum(tested for tested, _ in pool.values())
        given: dict[tuple[str, Stratum], Fraction] = {}
        rate_from: Literal["own", "division", "earlier", "shrunk", "none"] = "none"
        if rule == "shrink" and pooled:
            rate_from, own = "shrunk", _own_share(n, prior[stratum[1]])
            given = {("now", other): (1 - own) * Fraction(tested, pooled) for other, (tested, _) in pool.items()}
            given["now", stratum] = given.get(("now", stratum), Fraction(0)) + own
        elif n >= max(least_n, 1):
            rate_from, given = "own", {("now", stratum): Fraction(1)}
        elif rule == "collapse" and pooled:
            rate_from, given = "division", {("now", other): Fraction(tested, pooled) for other, (tested, _) in pool.items()}
        elif rule == "carry_forward" and earlier is not None and earlier.get(stratum, (0, 0))[0] >= max(least_n, 1):
            rate_from, given = "earlier", {("earlier", stratum): Fraction(1)}
        observed = {"now": counts, "earlier": earlier or {}}
        rate = sum((part * _rate(observed[when][other]) for (when, other), part in given.items() if part), Fraction(0)) if given else None
        terms[stratum] = Term(weight / whole, n, k, rate, rate_from)
        for key, part in given.items():
            shares[key] = shares.get(key, Fraction(0)) + part * weight / whole
    covered = sum((term.weight for term in terms.values() if term.rate is not None), Fraction(0))
    if covered == 0:
        return None
    rate = sum((term.weight * term.rate for term in terms.values() if term.rate is not None), Fraction(0)) / covered
    seen = {"now": counts, "earlier": earlier or {}}
    return Weighted(
        rate,
        _n_effective([(float(part / covered), *seen[when][stratum]) for (when, stratum), part in shares.items() if part]),
        covered,
        terms,
    )


def _n_effective(parts: list[tuple[float, int, int]]) -> float:
    """P (1 - P) over the variance of the weighted rate, both with smoothed rates: (share in the sum, n, k) of each stratum."""
    smoothed = [(share, n, (k + 0.5) / (n + 1)) for share, n, k in parts]
    rate = sum(share * one for share, _, one in smoothed)
    return rate * (1 - rate) / sum(share**2 * one * (1 - one) / n for share, n, one in smoothed)


def _pools(counts: Mapping[Stratum, Counts]) -> dict[str, dict[Stratum, Counts]]:
    """By industry the strata that have units."""
    pools: dict[str, dict[Stratum, Counts]] = {}
    for stratum, (n, k) in counts.items():
        if n:
            pools.setdefault(stratum[1], {})[stratum] = (n, k)
    return pools


def _rate(counts: Counts) -> Fraction:
    return Fraction(counts[1], counts[0])


def _own_share(n: int, prior: Fraction | None) -> Fraction:
    """How much of a stratum's rate is its own; none of it where rates do not differ more than chance lets them."""
    return Fraction(0) if prior is None or n == 0 else n / (n + prior)


def _prior_size(pool: Mapping[Stratum, Counts]) -> Fraction | None:
    """The size m = alpha + beta of the beta prior by moments (Kleinman, JASA 68 (1973) 46-54, weights n); None where nothing is left of
    the variance between strata once that of sampling is taken off."""
    total = sum(n for n, _ in pool.values())
    mean = Fraction(sum(k for _, k in pool.values()), total)
    between = sum((n * (_rate((n, k)) - mean) ** 2 for n, k in pool.values()), Fraction(0))
    lone = len(pool) - 1
    spread = total - Fraction(sum(n * n for n, _ in pool.values()), total)
    binomial = mean * (1 - mean)
    if lone < 1 or binomial == 0:
        return None
    tau = (between - lone * binomial) / (spread - lone) if spread != lone else Fraction(0)
    return binomial / tau - 1 if 0 < tau < binomial else (Fraction(0) if tau >= binomial else None)
