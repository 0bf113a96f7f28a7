"""Concentrations below limits: each method, and when it may be used."""

import numpy as np
import pytest
from statsmodels.imputation.ros import impute_ros

from qmon.statistics.censored import Sample, kaplan_meier, mle, robust_ros, rule_of_use, summarise

DRAWN = np.random.default_rng(7).lognormal(1.0, 0.8, 400)


def below(limit: float) -> Sample:
    return Sample([one for one in DRAWN if one >= limit], [limit for one in DRAWN if one < limit])


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
    assert robust_ros(sample).mean() == pytest.approx(DRAWN.mean(), rel=0.05)
    assert summarise(sample).p95 == pytest.approx(np.quantile(DRAWN, 0.95), rel=0.06)


def test_robust_regression_is_that_of_statsmodels() -> None:
    values, limits = [1.2, 3.4, 5.0, 8.8, 0.7, 2.2], [1.0, 2.0, 2.0]
    theirs = impute_ros([*values, *limits], [False] * 6 + [True] * 3)
    assert list(robust_ros(Sample(values, limits))) == pytest.approx(sorted(theirs))


def test_kaplan_meier_without_limits_is_the_mean() -> None:
    mean, _ = kaplan_meier(Sample([1.0, 2.0, 6.0], []))
    assert mean == pytest.approx(3)


def test_kaplan_meier_puts_what_is_below_every_value_at_its_limit() -> None:
    mean, _ = kaplan_meier(Sample([2.0, 3.0], [1.0, 1.0]))
    assert mean == pytest.approx((2 + 3 + 1 + 1) / 4)


def test_a_limit_above_values_shares_its_weight_among_those_below() -> None:
    """One of "< 4" may be anything below: it goes to 1 and 3 alike."""
    mean, _ = kaplan_meier(Sample([1.0, 3.0, 5.0], [4.0]))
    assert mean == pytest.approx((1 * 1.5 + 3 * 1.5 + 5) / 4)


@pytest.mark.parametrize(("n", "p95", "p975"), [(58, False, False), (59, True, False), (118, True, False), (119, True, True)])
def test_a_high_percentile_needs_enough_results(n: int, p95: bool, p975: bool) -> None:
    found = summarise(Sample(list(DRAWN[:n]), []))
    assert (found.p95 is not None, found.p975 is not None) == (p95, p975)
    assert found.mean == pytest.approx(DRAWN[:n].mean())


def test_zero_fits_no_lognormal_and_leaves_the_bounds() -> None:
    found = summarise(Sample([0.0, 1.0, 2.0, 3.0], [0.5]))
    assert (found.method, found.mean) == ("bounds", None)
    with pytest.raises(ValueError, match="zero or less"):
        mle(Sample([0.0, 1.0, 2.0], []))


def test_a_median_by_kaplan_meier_is_a_value_that_half_lie_at_or_below() -> None:
    found = summarise(Sample([1.0, 2.0, 3.0, 4.0, 5.0], [0.5, 0.6]))
    assert (found.method, found.median) == ("kaplan_meier", 2.0)


def test_a_mean_that_the_results_cannot_have_is_not_given() -> None:
    """Six tenths lie below a limit in the midst of two heaps: the lognormal that is likeliest has a mean of millions."""
    found = summarise(Sample([0.001, 0.002, 0.003] * 8 + [5.0, 6.0, 7.0] * 8, [1.0] * 72))
    assert mle(Sample([0.001, 0.002, 0.003] * 8 + [5.0, 6.0, 7.0] * 8, [1.0] * 72)).mean > 2
    assert found.method in ("ros", "bounds")
    assert found.mean is None or 144.048 / 120 <= found.mean <= 216.048 / 120
