"""What a table does not show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmon.reports.suppression import Shown, undisclosed, unreliable
from qmon.statistics.intervals import wilson


def row(n: int, passing: int, n_effective: float | None = None) -> Shown:
    return Shown(n, n_effective or n, passing / n, *wilson(passing, n))


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (row(29, 29), "small_n"),
        (row(30, 30), None),  # none failing: shown, its upper bound in the note
        (row(60, 58, n_effective=29.9), "small_n"),
        (Shown(100, 100, 0.5, 0.35, 0.649), None),
        (Shown(100, 100, 0.5, 0.35, 0.65), "wide_interval"),
        (Shown(100, 100, 0.96, 0.90, 0.952), None),  # 5.2 points are 130 % of the 4 that fail
        (Shown(100, 100, 0.96, 0.90, 0.953), "wide_interval"),
        (Shown(1000, 1000, 0.999, 0.96, 1.0), None),  # narrower than 5 points
        (Shown(0, 0, None, None, None), None),
    ],
)
def test_a_rate_of_few_samples_or_with_a_wide_interval_is_not_shown(shown: Shown, reason: str | None) -> None:
    assert unreliable(shown) == reason


@pytest.mark.parametrize(
    ("counts", "has_total", "reasons"),
    [
        ([5, 9, 7], True, [None, None, None]),
        ([5, 2, 7], True, ["complementary", "one_or_two", None]),
        ([5, 2, 7], False, [None, "one_or_two", None]),
        ([1, 2, 7], True, ["one_or_two", "one_or_two", None]),
        ([0, 1, 7], True, [None, "one_or_two", "complementary"]),
        ([3], True, [None]),
    ],
)
def test_one_or_two_firms_are_not_shown_nor_given_away_by_the_total(counts: list[int], has_total: bool, reasons: list[str | None]) -> None:
    assert undisclosed(counts, has_total) == reasons


@given(st.lists(st.integers(0, 9), min_size=2, max_size=8))
def test_no_count_can_be_had_by_subtraction(counts: list[int]) -> None:
    hidden = [count for count, reason in zip(counts, undisclosed(counts, True), strict=True) if reason is not None]
    others = [count for count, reason in zip(counts, undisclosed(counts, True), strict=True) if reason is None and count]
    assert len(hidden) != 1 or not others
