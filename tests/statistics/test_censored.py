"""Concentrations below limits: each method, and when it may be used."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats
from statsmodels.imputation.ros import impute_ros

from qmon.statistics.censored import kaplan_meier, mle, robust_ros, ros, rule_of_use, summarise
from qmon.statistics.censored_sample import Frequencies, Sample

DRAWN = np.random.default_rng(7).lognormal(1.0, 0.8, 400)


def below(limit: float) -> Sample:
    return Sample.of([one for one in DRAWN if one >= limit], [limit for one in DRAWN if one < limit])


@pytest.mark.parametrize(
    ("n", "n_detected", "one_limit", "method"),
    [
        (10, 10, True, "plain"),
        (10, 5, False, "kaplan_meier"),
        (10, 5, True, "ros"),
        (50, 24, False, "mle"),
        (49, 24, False, "ros"),
        (50, 10, True, "mle"),
        (50, 9, True, "bounds"),
        (5, 3, False, "kaplan_meier"),
        (4, 2, False, "bounds"),
        (5, 0, True, "bounds"),
    ],
)
def test_the_share_censored_and_the_number_decide_the_method(n: int, n_detected: int, one_limit: bool, method: str) -> None:
    assert rule_of_use(n, n_detected, one_limit) == method


@pytest.mark.parametrize("limit", [1.5, 2.7, 4.0])
def test_each_method_finds_the_distribution_again(limit: float) -> None:
    sample = below(limit)
    assert mle(sample).mean == pytest.approx(DRAWN.mean(), rel=0.05)
    assert robust_ros(sample).mean == pytest.approx(DRAWN.mean(), rel=0.05)
    assert summarise(sample).p95 == pytest.approx(np.quantile(DRAWN, 0.95), rel=0.06)


def test_robust_regression_is_that_of_statsmodels() -> None:
    values, limits = [1.2, 3.4, 5.0, 8.8, 0.7, 2.2], [1.0, 2.0, 2.0]
    theirs = impute_ros([*values, *limits], [False] * 6 + [True] * 3)
    assert list(np.repeat(*robust_ros(Sample.of(values, limits)).whole)) == pytest.approx(sorted(theirs))


def test_kaplan_meier_without_limits_is_the_mean() -> None:
    assert kaplan_meier(Sample.of([1.0, 2.0, 6.0], [])).mean == pytest.approx(3)


def test_kaplan_meier_puts_what_is_below_every_value_at_its_limit() -> None:
    assert kaplan_meier(Sample.of([2.0, 3.0], [1.0, 1.0])).mean == pytest.approx((2 + 3 + 1 + 1) / 4)


def test_a_limit_above_values_shares_its_weight_among_those_below() -> None:
    """One of "< 4" may be anything below: it goes to 1 and 3 alike."""
    assert kaplan_meier(Sample.of([1.0, 3.0, 5.0], [4.0])).mean == pytest.approx((1 * 1.5 + 3 * 1.5 + 5) / 4)


@pytest.mark.parametrize(("n", "p95", "p975"), [(58, False, False), (59, True, False), (118, True, False), (119, True, True)])
def test_a_high_percentile_needs_enough_results(n: int, p95: bool, p975: bool) -> None:
    found = summarise(Sample.of(list(DRAWN[:n]), []))
    assert (found.p95 is not None, found.p975 is not None) == (p95, p975)
    assert found.mean == pytest.approx(DRAWN[:n].mean())


def test_zero_fits_no_lognormal_and_leaves_the_bounds() -> None:
    found = summarise(Sample.of([0.0, 1.0, 2.0, 3.0], [0.5]))
    assert (found.method, found.mean) == ("bounds", None)
    with pytest.raises(ValueError, match="zero or less"):
        mle(Sample.of([0.0, 1.0, 2.0], []))


def test_a_median_by_kaplan_meier_is_a_value_that_half_lie_at_or_below() -> None:
    found = summarise(Sample.of([1.0, 2.0, 3.0, 4.0, 5.0], [0.5, 0.6]))
    assert (found.method, found.median) == ("kaplan_meier", 2.0)


def test_a_mean_that_the_results_cannot_have_is_not_given() -> None:
    """Six tenths lie below a limit in the midst of two heaps: the lognormal that is likeliest has a mean of millions."""
    found = summarise(Sample.of([0.001, 0.002, 0.003] * 8 + [5.0, 6.0, 7.0] * 8, [1.0] * 72))
    assert mle(Sample.of([0.001, 0.002, 0.003] * 8 + [5.0, 6.0, 7.0] * 8, [1.0] * 72)).mean > 2
    assert found.method in ("ros", "bounds")
    assert found.mean is None or 144.048 / 120 <= found.mean <= 216.048 / 120


NUMBERS = st.lists(st.integers(1, 12).map(lambda n: n / 4), min_size=1, max_size=30)


@given(NUMBERS, st.sampled_from([0.01, 0.3, 0.5, 0.95, 0.975]))
def test_a_percentile_of_counts_is_that_of_the_numbers_each_written_out(numbers: list[float], share: float) -> None:
    counts = Frequencies.of(numbers)
    assert counts.percentile(share) == pytest.approx(np.quantile(numbers, share, method="weibull"))
    assert (counts.n, counts.mean) == (len(numbers), pytest.approx(np.mean(numbers)))


@given(NUMBERS, NUMBERS)
def test_kaplan_meier_is_that_of_scipy_on_mirrored_results(values: list[float], limits: list[float]) -> None:
    mirrored = stats.CensoredData(uncensored=10 - np.asarray(values), right=10 - np.asarray(limits))
    theirs = stats.ecdf(mirrored).cdf
    ours = kaplan_meier(Sample.of(values, limits))
    assert [theirs.evaluate(10 - number) for number in ours.numbers] == pytest.approx(list(ours.shares))


@given(NUMBERS.filter(lambda some: len(set(some)) > 2), NUMBERS)
def test_a_regression_of_counts_is_that_of_the_numbers_each_written_out(values: list[float], limits: list[float]) -> None:
    sample = Sample.of(values, limits)
    slope, intercept = np.polyfit(special.ndtri(positions(values, limits)), np.log(sorted(values)), 1)
    fitted = ros(sample)
    assert (fitted.log_mean, fitted.log_sd) == (pytest.approx(intercept, abs=1e-9), pytest.approx(slope, abs=1e-9))


def positions(values: list[float], limits: list[float]) -> list[float]:
    """Hirsch and Stedinger's plotting positions of the values ascending, result by result."""
    levels = [0.0, *sorted(set(limits)), np.inf]
    above = [1.0, *(0.0 for _ in levels[1:])]
    for n in range(len(levels) - 2, 0, -1):
        measured = sum(levels[n] <= one < levels[n + 1] for one in values)
        others = sum(one < levels[n] for one in values) + sum(one <= levels[n] for one in limits)
        above[n] = above[n + 1] + (1 - above[n + 1]) * measured / (measured + others)
    found = []
    for n in range(len(levels) - 1):
        within = sum(levels[n] <= one < levels[n + 1] for one in values)
        found += [1 - above[n] + (above[n] - above[n + 1]) * rank / (within + 1) for rank in range(1, within + 1)]
    return found
