"""Concentrations known in part only to lie below a limit (左删失): bounds, ROS, lognormal MLE, Kaplan-Meier, when each may be used."""

import math
from typing import Literal, NamedTuple

import numpy as np

from qmon.statistics.censored_sample import Curve, Filled, Frequencies, Lognormal, Sample

Method = Literal["plain", "kaplan_meier", "ros", "mle", "bounds"]
MOST_CENSORED = 0.8  # beyond it nothing but the bounds (Helsel 2012, chapter 6; statsmodels' own ROS stops there too)
FEW = 50  # below so many results a likelihood is not trusted (Helsel 2012, chapter 6: MLE needs about 50)
LEAST_DETECTED = 3  # two points make a line through anything
P95_NEEDS, P975_NEEDS = 59, 119  # the smallest n of which the largest is above the percentile with 95 % confidence: 1 - p ^ n >= 0.95


class Summary(NamedTuple):
    """A mean and percentiles by one method; a percentile is None where there are too few results for it."""

    method: Method
    mean: float | None
    median: float | None
    p95: float | None
    p975: float | None


def mle(sample: Sample) -> Lognormal:
    """The lognormal by maximum likelihood (Cohen 1959): a measured value adds its density, a limit the probability to lie below it.

    By Newton's steps over mean / sd and 1 / sd of the logarithms, in which the likelihood has one maximum (Olsen 1978); the measured values
    enter by their number, sum and sum of squares alone, so that a step costs as many terms as there are different limits.
    Raises ValueError for a value or limit of zero or less, and with fewer than three measured values that differ."""
    from scipy import special  # slow to import, here and below: a small night needs none of it

    _check(sample)
    logs, times = np.log(sample.values.numbers), sample.values.times
    # About their mean and spread, where the steps are well conditioned.
    n = sample.values.n
    middle = float((logs * times).sum()) / n
    scale = math.sqrt(float(((logs - middle) ** 2 * times).sum()) / n)
    logs = (logs - middle) / scale
    limits, counts = (np.log(sample.limits.numbers) - middle) / scale, sample.limits.times
    total, squares = float((logs * times).sum()), float((logs * logs * times).sum())

    def likelihood(at: np.ndarray) -> float:
        ratio, inverse = at
        if inverse <= 0:
            return -math.inf
        measured = n * math.log(inverse) - (inverse**2 * squares - 2 * inverse * ratio * total + n * ratio**2) / 2
        return float(measured + (counts * special.log_ndtr(inverse * limits - ratio)).sum())

    at = np.array([0.0, 1.0])
    for _ in range(100):
        ratio, inverse = at
        below = inverse * limits - ratio
        # The density over the probability below, and its derivative.
        hazard = np.exp(-(below**2) / 2 - math.log(2 * math.pi) / 2 - special.log_ndtr(below))
        bend = -hazard * (below + hazard) * counts
        hazard = hazard * counts
        slope = np.array(
            [inverse * total - n * ratio - hazard.sum(), n / inverse - inverse * squares + ratio * total + (hazard * limits).sum()]
        )
        mixed = total - (bend * limits).sum()
        curvature = np.array([[bend.sum() - n, mixed], [mixed, (bend * limits**2).sum() - n / inverse**2 - squares]])
        step = np.linalg.solve(curvature, slope)
        whole = likelihood(at)
        while likelihood(at - step) < whole - 1e-12 * abs(whole):
            step = step / 2
        at = at - step
        if float(np.abs(step).max()) < 1e-13:
            break
    return Lognormal(middle + scale * float(at[0] / at[1]), scale / float(at[1]))


def ros(sample: Sample, constant: float = 0.0) -> Lognormal:
    """The lognormal by regression of the ordered logarithms on normal quantiles (Helsel and Cohn 1988, Hirsch and Stedinger 1987).

    constant: of the plotting positions within each group of limits; 0 is Helsel's (Weibull), 0.375 Blom's. Raises as mle does."""
    _check(sample)
    return _regressed(sample, _positions(sample, constant)[0])


def _regressed(sample: Sample, of_values: np.ndarray) -> Lognormal:
    """Least squares, in sums over the results that are equal."""
    from scipy import special

    logs, times = np.log(sample.values.numbers), sample.values.times
    quantiles = special.ndtri(of_values, out=of_values)
    middle, centre = float((logs * times).sum()) / len(quantiles), float(quantiles.mean())
    quantiles -= centre
    together = np.add.reduceat(quantiles, times.cumsum() - times)
    slope = float(((logs - middle) * together).sum()) / float(np.square(quantiles, out=quantiles).sum())
    return Lognormal(middle - slope * centre, slope)


def robust_ros(sample: Sample, constant: float = 0.0) -> Filled:
    """The measured values and, for each limit, the value that the regression puts below it (Helsel 2012, chapter 6).

    Their mean and percentiles are the estimates; the values put in stand for no result by itself."""
    from scipy import special

    _check(sample)
    of_values, of_limits = _positions(sample, constant)
    fitted = _regressed(sample, of_values)
    logs = special.ndtri(of_limits, out=of_limits)
    logs *= fitted.log_sd
    logs += fitted.log_mean
    return Filled(sample.values, np.exp(logs, out=logs))


def kaplan_meier(sample: Sample) -> Curve:
    """The distribution by Kaplan and Meier (1958), from above: below becomes beyond. Of those at or below a value, its own share is taken.

    What lies below the smallest limit is taken at that limit (Efron), which makes the mean an upper one."""
    values, limits = sample.values, sample.limits
    below = np.concatenate([[0], limits.times.cumsum()])[np.searchsorted(limits.numbers, values.numbers, "right")]
    at_or_below = values.times.cumsum() + below
    left = np.cumprod((1 - values.times / at_or_below)[::-1])
    return Curve(values.numbers[::-1], 1 - left, float(np.concatenate([values.numbers, limits.numbers]).min()))


def rule_of_use(n: int, n_detected: int, one_limit: bool) -> Method:
    """The method that may be used (Helsel 2012, chapter 6; EFSA Journal 2010;8(3):1557, section 3):

    none censored       plain
    over 80 %, or fewer than three measured   bounds: lower and upper bound alone
    to 50 %             kaplan_meier where limits differ; with a single limit it is substitution, so ros
    50 to 80 %          mle with 50 results or more, else ros"""
    censored = 1 - n_detected / n
    if censored == 0:
        return "plain"
    if censored > MOST_CENSORED or n_detected < LEAST_DETECTED:
        return "bounds"
    if censored <= 0.5:
        return "ros" if one_limit else "kaplan_meier"
    return "mle" if n >= FEW else "ros"


def summarise(sample: Sample) -> Summary:
    """Mean, median, P95 and P97.5 by the method that rule_of_use allows; P95 from 59 results on, P97.5 from 119 on, by any method.

    Values and limits of zero fit no lognormal: bounds alone, unless Kaplan-Meier or plain serve. Nor does it fit where its mean lies out of
    that of the lower and that of the upper bounds: then ros serves for mle, and bounds alone for ros."""
    method = rule_of_use(sample.n, sample.values.n, len(sample.limits.numbers) == 1)
    if method in ("ros", "mle") and not _fits_lognormal(sample):
        method = "bounds"
    # A mean that no values below the limits could have is that of a distribution which the results do not have.
    lower, upper = sample.values.total / sample.n, (sample.values.total + sample.limits.total) / sample.n
    methods: tuple[Method, ...] = ("mle", "ros") if method == "mle" else (method,)
    for tried in methods:
        found = _estimated(sample, tried)
        if found is not None and lower <= found.mean * (1 + 1e-9) and found.mean <= upper * (1 + 1e-9):
            p95 = found.percentile(0.95) if sample.n >= P95_NEEDS else None
            p975 = found.percentile(0.975) if sample.n >= P975_NEEDS else None
            return Summary(tried, found.mean, found.percentile(0.5), p95, p975)
    return Summary("bounds", None, None, None, None)


def _estimated(sample: Sample, method: Method) -> Frequencies | Lognormal | Curve | Filled | None:
    """By this method, whether or not it fits; None of bounds alone."""
    match method:
        case "plain":
            return sample.values
        case "kaplan_meier":
            return kaplan_meier(sample)
        case "ros":
            return robust_ros(sample)
        case "mle":
            return mle(sample)
    return None


def _positions(sample: Sample, constant: float) -> tuple[np.ndarray, np.ndarray]:
    """Plotting positions of the measured values ascending, and of the limits ascending (Hirsch and Stedinger 1987, equations 9 to 14)."""
    values, limits = sample.values, sample.limits
    # How many values lie below each limit, and between it and the next.
    below = np.concatenate([[0], values.times.cumsum()])[np.searchsorted(values.numbers, limits.numbers)]
    within = np.diff(below, prepend=0, append=values.n)
    # The share at or above each limit, from the highest down.
    above = [0.0]
    for measured, others in zip(within[:0:-1].tolist(), (below + limits.times.cumsum())[::-1].tolist(), strict=True):
        above.append(above[-1] + (1 - above[-1]) * measured / (measured + others))
    shares = np.array([*above, 1.0])[::-1]
    of_values = _spread(within, constant, 1 - shares[:-1], -np.diff(shares))
    return of_values, _spread(limits.times, constant, np.zeros(len(below)), 1 - shares[1:-1])


def _spread(counts: np.ndarray, constant: float, least: np.ndarray, width: np.ndarray) -> np.ndarray:
    """Plotting positions of the results of each group, from its least to its width above; in one place, as there may be millions."""
    positions = np.arange(1, counts.sum() + 1, dtype=float)
    ends = counts.cumsum()
    for end, count, low, step in zip(ends, counts, least, width / (counts + 1 - 2 * constant), strict=True):
        of_group = positions[end - count : end]
        of_group -= end - count + constant
        of_group *= step
        of_group += low
    return positions


def _check(sample: Sample) -> None:
    if not _fits_lognormal(sample):
        raise ValueError("a lognormal has no value or limit of zero or less, and needs three measured values that differ")


def _fits_lognormal(sample: Sample) -> bool:
    least = np.concatenate([sample.values.numbers, sample.limits.numbers]).min(initial=1)
    return bool(least > 0) and len(sample.values.numbers) >= LEAST_DETECTED
