"""Weighted rates: strata, weights, and what stands for a stratum without samples."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmon.statistics.weighting import Rule, weighted_rate

F = Fraction
EAST, WEST = ("370100", "C13"), ("370600", "C13")
LONE = ("370600", "C35")
WEIGHTS = {EAST: F(60), WEST: F(30), LONE: F(10)}


def test_each_stratum_counts_by_its_weight_and_not_by_its_samples() -> None:
    found = weighted_rate({EAST: (10, 10), WEST: (1000, 500), LONE: (2, 1)}, WEIGHTS, "leave_out")
    assert found is not None
    assert (found.rate, found.covered) == (F(60 * 2 + 30 + 10, 200), 1)


@pytest.mark.parametrize(
    ("rule", "rate_from", "rate", "covered"),
    [
        ("collapse", "division", F(60, 90) + F(30, 90) * 1, F(90, 100)),  # 370600 takes the 10 of 10 of its division elsewhere
        ("carry_forward", "earlier", F(60, 90) + F(30, 90) * F(1, 2), F(90, 100)),
        ("leave_out", "none", F(1), F(60, 100)),
    ],
)
def test_a_stratum_without_samples_takes_what_the_rule_says(rule: Rule, rate_from: str, rate: Fraction, covered: Fraction) -> None:
    found = weighted_rate({EAST: (10, 10)}, WEIGHTS, rule, earlier={WEST: (4, 2)})
    assert found is not None
    assert (found.terms[WEST].rate_from, found.rate, found.covered) == (rate_from, rate, covered)
    assert found.terms[LONE].rate_from == "none"  # nothing is known of its division


@pytest.mark.parametrize(("n", "rate_from"), [(4, "division"), (5, "own")])
def test_a_small_stratum_is_as_good_as_none(n: int, rate_from: str) -> None:
    found = weighted_rate({EAST: (10, 10), WEST: (n, 0)}, {EAST: F(1), WEST: F(1)}, "collapse", least_n=5)
    assert found is not None
    assert found.terms[WEST].rate_from == rate_from
    assert found.terms[WEST].rate == (F(10, 10 + n) if rate_from == "division" else 0)


def test_shrinking_draws_a_small_stratum_to_its_division_and_leaves_a_large_one() -> None:
    places = {(str(number), "C13"): (200, 200 - 8 * number) for number in range(1, 9)}
    found = weighted_rate(places | {EAST: (2, 0)}, dict.fromkeys([*places, EAST], F(1)), "shrink")
    assert found is not None
    whole = F(sum(k for _, k in places.values()), 1602)
    assert found.terms[EAST].rate is not None and F(0) < found.terms[EAST].rate < whole
    large = found.terms["1", "C13"].rate
    assert large is not None and whole < large < F(192, 200)
    assert large - whole > (F(192, 200) - whole) * F(7, 10)


def test_rates_that_differ_by_chance_alone_are_shrunk_to_one() -> None:
    found = weighted_rate({EAST: (100, 90), WEST: (100, 90)}, {EAST: F(1), WEST: F(1)}, "shrink")
    assert found is not None and {term.rate for term in found.terms.values()} == {F(9, 10)}


def test_no_weights_and_no_samples_give_no_rate() -> None:
    assert weighted_rate({EAST: (1, 1)}, {}, "collapse") is None
    assert weighted_rate({}, WEIGHTS, "collapse") is None


def test_equal_weights_per_sample_have_the_effective_size_of_the_samples() -> None:
    """Strata weighed by their own numbers of samples, all of one rate: no more and no less certain than the whole."""
    found = weighted_rate({EAST: (3000, 2700), WEST: (1000, 900)}, {EAST: F(3), WEST: F(1)}, "collapse")
    assert found is not None
    assert found.n_effective == pytest.approx(4000, rel=1e-3)


def test_a_weight_on_few_samples_costs_certainty() -> None:
    found = weighted_rate({EAST: (30, 27), WEST: (1000, 900)}, {EAST: F(3), WEST: F(1)}, "collapse")
    assert found is not None
    assert 45 < found.n_effective < 60  # 1 / (0.75 ^ 2 / 30 + 0.25 ^ 2 / 1000) = 53


strata = st.sampled_from([EAST, WEST, LONE, ("370200", "C13"), ("370200", "C35")])
counts = st.dictionaries(strata, st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda two: (max(two), min(two))))
weights = st.dictionaries(strata, st.integers(1, 9).map(F))


@given(counts, weights, counts, st.sampled_from(["collapse", "carry_forward", "shrink", "leave_out"]), st.integers(1, 4))
def test_every_rule_gives_a_mean_of_rates_that_are_there(
    now: dict[tuple[str, str], tuple[int, int]],
    weights: dict[tuple[str, str], Fraction],
    earlier: dict[tuple[str, str], tuple[int, int]],
    rule: Rule,
    least_n: int,
) -> None:
    found = weighted_rate(now, weights, rule, least_n, earlier)
    if found is None:
        return
    assert sum(term.weight for term in found.terms.values()) == 1
    seen = [term for term in found.terms.values() if term.rate is not None]
    assert found.covered == sum(term.weight for term in seen)
    assert found.rate == sum((term.weight * term.rate for term in seen if term.rate is not None), F(0)) / found.covered
    assert all(0 <= term.rate <= 1 for term in seen if term.rate is not None)
    assert found.n_effective > 0
