"""The change of a rate and what moved it."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmon.statistics.counts import Counts
from qmon.statistics.decomposition import decompose

counts = st.dictionaries(st.sampled_from("ABCD"), st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda two: (max(two), min(two))))
some = counts.filter(lambda side: any(n for n, _ in side.values()))


@given(some, some, st.none() | st.fractions(0, 1))
def test_effects_add_up_to_the_change_exactly(now: dict[str, Counts], then: dict[str, Counts], first: F | None) -> None:
    found = decompose(now, then, first)
    whole = [F(sum(k for _, k in side.values()), sum(n for n, _ in side.values())) for side in (now, then)]
    assert [found.rate, found.compared_rate] == whole
    assert found.change == whole[0] - (whole[1] if first is None else first)
    assert found.rate_effect + found.mix_effect + found.coverage_effect + found.restatement_effect == found.change
    by_part = [sum((part[position] for part in found.parts.values()), F(0)) for position in range(3)]
    assert by_part == [found.rate_effect, found.mix_effect, found.coverage_effect]


@given(some, some)
def test_back_and_forth_is_the_same_with_the_other_sign(now: dict[str, Counts], then: dict[str, Counts]) -> None:
    forth, back = decompose(now, then), decompose(then, now)
    assert [forth.rate_effect, forth.mix_effect, forth.coverage_effect] == [-back.rate_effect, -back.mix_effect, -back.coverage_effect]


def test_the_national_case_of_2014() -> None:
    """88.9 % of 2013 to 92.3 %: 7,451 batches of food-contact goods at 98.5 % came new; what the other 18,221 add is 0.9 of 3.4 points
    (docs/domain.md, the mix case). Passing batches are the printed rates times the batches, rounded; 2013's own split was not published."""
    new, whole = 7_451, 25_672
    passing_new, passing = round(new * 0.985), round(whole * 0.923)
    found = decompose({"food contact": (new, passing_new), "others": (whole - new, passing - passing_new)}, {"others": (1_000, 889)})
    points = [round(float(100 * effect), 1) for effect in (found.change, found.rate_effect, found.mix_effect, found.coverage_effect)]
    assert points == [3.4, 0.9, 0.0, 2.5]
    assert round(float(100 * F(passing - passing_new, whole - new)), 1) == 89.8


def test_a_category_that_went_leaves_its_distance_to_the_others() -> None:
    found = decompose({"A": (10, 8)}, {"A": (10, 8), "B": (10, 4)})
    assert found.parts["B"].coverage_effect == F(2, 10)  # half of the units were 40 points below
    assert found.change == F(2, 10)


def test_nothing_in_common_is_all_coverage() -> None:
    found = decompose({"A": (10, 8)}, {"B": (10, 4)})
    assert (found.change, found.coverage_effect) == (F(4, 10), F(4, 10))


def test_a_period_without_units_has_no_change() -> None:
    with pytest.raises(ValueError, match="no units"):
        decompose({"A": (0, 0)}, {"A": (1, 1)})
