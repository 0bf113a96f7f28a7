"""Trends over ordered groups, and p-values of a family."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from qmon.statistics.trend import benjamini_hochberg, cochran_armitage


def test_equal_shares_have_no_trend() -> None:
    assert cochran_armitage([1, 2, 3], [10, 20, 30]) == pytest.approx((0, 1))


def test_a_rising_share_has_a_positive_z_and_a_falling_one_the_same_below() -> None:
    rising, falling = cochran_armitage([1, 5, 9], [20, 20, 20]), cochran_armitage([9, 5, 1], [20, 20, 20])
    assert rising.z > 2.5
    assert falling.z == -rising.z


def test_scores_matter_by_their_distances_alone() -> None:
    assert cochran_armitage([1, 5, 9], [20, 20, 20], [2020, 2021, 2022]).z == pytest.approx(cochran_armitage([1, 5, 9], [20, 20, 20]).z)


def test_one_outcome_is_no_trend() -> None:
    with pytest.raises(ValueError, match="one outcome"):
        cochran_armitage([0, 0], [5, 5])


@given(st.lists(st.floats(0, 1), max_size=30))
def test_adjusted_p_values_are_those_of_statsmodels(p_values: list[float]) -> None:
    expected = multipletests(p_values, method="fdr_bh")[1] if p_values else []
    assert benjamini_hochberg(p_values) == pytest.approx(list(expected))
