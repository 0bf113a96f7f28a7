"""Concentrations known in part only to lie below a limit (左删失): bounds, ROS, lognormal MLE, Kaplan-Meier, when each may be used."""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, Literal, NamedTuple

import numpy as np

Method = Literal["plain", "kaplan_meier", "ros", "mle", "bounds"]
MOST_CENSORED = 0.8  # beyond it nothing but the bounds (Helsel 2012, chapter 6; statsmodels' own ROS stops there too)
FEW = 50  # below so many results a likelihood is not trusted (Helsel 2012, chapter 6: MLE needs about 50)
LEAST_DETECTED = 3  # two points make a line through anything
P95_NEEDS, P975_NEEDS = 59, 119  # the smallest n of which the largest is above the percentile with 95 % confidence: 1 - p ^ n >= 0.95


class Sample(NamedTuple):
    """Results in one unit: the measured values, and for each of the others the limit below which it lies."""

    values: Sequence[float] | np.ndarray
    limits: Sequence[float] | np.ndarray

    @property
    def n(self) -> int:
        return len(self.values) + len(self.limits)

    @property
    def share_censored(self) -> float:
        return len(self.limits) / self.n


class Lognormal(NamedTuple):
    """Mean and standard deviation of the logarithms."""

    log_mean: float
    log_sd: float

    @property
    def mean(self) -> float:
        """The mean of the lognormal distribution."""
        return math.exp(self.log_mean + self.log_sd**2 / 2)

    def percentile(self, share: float) -> float:
        """The value below which a share of results lies."""
        return math.exp(self.log_mean + self.log_sd * NormalDist().inv_cdf(share))


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
    logs = np.log(np.asarray(sample.values, float))
    # About their mean and spread, where the steps are well conditioned.
    middle, scale = float(logs.mean()), float(logs.std())
    logs = (logs - middle) / scale
    limits, counts = np.unique((np.log(np.asarray(sample.limits, float)) - middle) / scale, return_counts=True)
    n, total, squares = len(logs), float(logs.sum()), float((logs * logs).sum())

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
    from scipy import special

    slope, intercept = np.polyfit(special.ndtri(of_values), np.sort(np.log(np.asarray(sample.values, float))), 1)
    return Lognormal(float(intercept), float(slope))


def robust_ros(sample: Sample, constant: float = 0.0) -> np.ndarray:
    """The measured values and, for each limit, the value that the regression puts below it (Helsel 2012, chapter 6), ascending.

    Their mean and percentiles are the estimates; the values put in stand for no result by itself."""
    from scipy import special

    _check(sample)
    of_values, of_limits = _positions(sample, constant)
    fitted = _regressed(sample, of_values)
    imputed = np.exp(fitted.log_mean + fitted.log_sd * special.ndtri(of_limits))
    return np.sort(np.concatenate([np.asarray(sample.values, float), imputed]))


def kaplan_meier(sample: Sample) -> tuple[float, Any]:
    """The mean by Kaplan and Meier (1958) and the distribution function, by scipy on the data mirrored: below becomes above.

    What lies below the smallest limit is taken at that limit (Efron), which makes the mean an upper one."""
    from scipy import stats

    top = float(np.concatenate([[0.0], sample.values, sample.limits]).max()) + 1
    mirrored = stats.CensoredData(uncensored=top - np.asarray(sample.values, float), right=top - np.asarray(sample.limits, float))
    curve = stats.ecdf(mirrored).cdf
    at = np.asarray(curve.quantiles, float)
    steps = np.diff(np.concatenate([[0.0], np.asarray(curve.probabilities, float)]))
    left = 1 - float(steps.sum())
    return top - float((at * steps).sum()) - left * float(at[-1]), curve


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
    method = rule_of_use(sample.n, len(sample.values), len(np.unique(sample.limits)) == 1)
    if method in ("ros", "mle") and not _fits_lognormal(sample):
        method = "bounds"
    # A mean that no values below the limits could have is that of a distribution which the results do not have.
    lower, upper = (float(np.sum(sample.values) + part) / sample.n for part in (0.0, float(np.sum(sample.limits))))
    methods: tuple[Method, ...] = ("mle", "ros") if method == "mle" else (method,)
    for tried in methods:
        found = _estimated(sample, tried)
        if found.mean is not None and lower <= found.mean * (1 + 1e-9) and found.mean <= upper * (1 + 1e-9):
            return found
    return Summary("bounds", None, None, None, None)


def _estimated(sample: Sample, method: Method) -> Summary:
    """By this method, whether or not it fits."""
    if method == "bounds":
        return Summary(method, None, None, None, None)
    if method == "mle":
        fitted = mle(sample)
        mean, at = fitted.mean, fitted.percentile
    elif method == "kaplan_meier":
        mean, curve = kaplan_meier(sample)
        top = float(np.concatenate([[0.0], sample.values, sample.limits]).max()) + 1

        def at(share: float) -> float:
            # The mirrored curve: the smallest mirrored value of which more than 1 - share lies at or below.
            reached = int(np.searchsorted(np.asarray(curve.probabilities), 1 - share, side="left"))
            quantiles = np.asarray(curve.quantiles)
            return float(top - quantiles[min(reached, len(quantiles) - 1)])
    else:
        filled = robust_ros(sample) if method == "ros" else np.asarray(sample.values, float)
        mean = float(filled.mean())

        def at(share: float) -> float:
            return float(np.quantile(filled, share, method="weibull"))

    return Summary(method, mean, at(0.5), at(0.95) if sample.n >= P95_NEEDS else None, at(0.975) if sample.n >= P975_NEEDS else None)


def _positions(sample: Sample, constant: float) -> tuple[np.ndarray, np.ndarray]:
    """Plotting positions of the measured values ascending, and of the limits ascending (Hirsch and Stedinger 1987, equations 9 to 14)."""
    values, limits = np.sort(np.asarray(sample.values, float)), np.sort(np.asarray(sample.limits, float))
    levels = np.unique(limits)
    # The share at or above each limit, from the highest down.
    above = np.zeros(len(levels) + 1)
    for position in range(len(levels) - 1, -1, -1):
        level = levels[position]
        upper = levels[position + 1] if position + 1 < len(levels) else np.inf
        measured = int(((values >= level) & (values < upper)).sum())
        below = int((values < level).sum() + (limits <= level).sum())
        above[position] = above[position + 1] + (1 - above[position + 1]) * measured / (measured + below)
    edges = np.concatenate([[-np.inf], levels, [np.inf]])
    shares = np.concatenate([[1.0], above])
    of_values: list[float] = []
    for position in range(len(edges) - 1):
        within = int(((values >= edges[position]) & (values < edges[position + 1])).sum())
        ranks = (np.arange(1, within + 1) - constant) / (within + 1 - 2 * constant)
        of_values += list((1 - shares[position]) + (shares[position] - shares[position + 1]) * ranks)
    of_limits: list[float] = []
    for position, level in enumerate(levels):
        count = int((limits == level).sum())
        of_limits += list((1 - shares[position + 1]) * (np.arange(1, count + 1) - constant) / (count + 1 - 2 * constant))
    return np.asarray(of_values), np.asarray(of_limits)


def _check(sample: Sample) -> None:
    if not _fits_lognormal(sample):
        raise ValueError("a lognormal has no value or limit of zero or less, and needs three measured values that differ")


def _fits_lognormal(sample: Sample) -> bool:
    return bool(np.concatenate([sample.values, sample.limits]).min(initial=1) > 0) and len(np.unique(sample.values)) >= LEAST_DETECTED
