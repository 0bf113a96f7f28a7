"""Indices of a rate that its mix does not move."""

from fractions import Fraction as F

from hypothesis import given
from hypothesis import strategies as st

from qmon.statistics.indices import chain_linked, fixed_mix, mix_of

NOW, BEFORE = {"A": (30, 27), "B": (10, 5)}, {"A": (10, 9), "B": (30, 15)}
counts = st.dictionaries(
    st.sampled_from("ABC"), st.tuples(st.integers(1, 9), st.integers(1, 9)).map(lambda two: (max(two), min(two))), min_size=1
)


def test_with_the_same_mix_only_rates_count() -> None:
    assert fixed_mix(NOW, mix_of(BEFORE)) == (F(6, 10), 1)  # as before: no category got better


def test_a_category_without_units_leaves_its_weight_to_the_others() -> None:
    assert fixed_mix({"A": (30, 27)}, mix_of(BEFORE)) == (F(9, 10), F(1, 4))
    assert fixed_mix({}, mix_of(BEFORE)) is None


def test_a_link_compares_what_both_periods_have() -> None:
    assert chain_linked([BEFORE, NOW, {"A": (10, 10), "C": (10, 0)}]) == [100, 100, F(1000, 9)]


def test_without_a_common_category_the_chain_breaks() -> None:
    assert chain_linked([{"A": (1, 1)}, {"B": (1, 1)}, {"B": (1, 1)}]) == [100, None, None]


@given(st.lists(counts, min_size=1, max_size=4))
def test_a_category_alone_is_its_own_index(periods: list[dict[str, tuple[int, int]]]) -> None:
    alone = [{"A": period["A"]} for period in periods if "A" in period]
    if alone:
        first = F(alone[0]["A"][1], alone[0]["A"][0])
        assert chain_linked(alone) == [100 * F(one["A"][1], one["A"][0]) / first for one in alone]
