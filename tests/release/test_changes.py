"""Changes: a rate beside that of an earlier period, in points with interval and word, and split into what moved it."""

import datetime
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statsmodels.stats import proportion
from statsmodels.stats.multitest import multipletests

from qmon.dictionary import dictionary
from qmon.indicators import indicators
from qmon.release import changes
from tests.known_samples import database

BASE = {"domain": "food", "inspection_type": "supervision", "task_level": "provincial", "strategy": "selective", "held": False}
Counts = dict[str, tuple[int, int]]  # category -> (n, n_fail)


def drawn(year: int, counts: Counts, **other: Any) -> list[dict[str, Any]]:
    return [
        BASE
        | {"category_code": category, "sampled_on": datetime.date(year, 3, 1)}
        | {"verdict_reported": "nonconforming" if number < n_fail else "conforming"}
        | other
        for category, (n, n_fail) in counts.items()
        for number in range(n)
    ]


def changed(rows: list[dict[str, Any]], restated: tuple[Any, ...] | None = None) -> duckdb.DuckDBPyConnection:
    connection = database(rows)
    connection.execute(dictionary().ddl("restatement"))
    if restated is not None:
        period, n_first, n_fail_first = restated
        connection.execute(
            "INSERT INTO restatement BY NAME SELECT 'food_pass_rate' AS indicator, 'total' AS grouping, "
            "'year' AS period_kind, $period AS period, "
            "'ALL' AS region_code, 'ALL' AS category_code, 'ALL' AS stage, 'ALL' AS channel, 'ALL' AS producer_scale, 'ALL' AS industry, "
            "'provincial' AS task_level, $n_first AS n_first, $n_fail_first AS n_fail_first",
            {"period": period, "n_first": n_first, "n_fail_first": n_fail_first},
        )
    changes.from_revisions(connection, indicators())
    return connection


def asked(connection: duckdb.DuckDBPyConnection, columns: str, where: str = "grouping = 'total' AND period_kind = 'year'") -> list[Any]:
    query = f"SELECT {columns} FROM change WHERE indicator = 'food_pass_rate' AND {where} ORDER BY ALL"
    return connection.execute(query).fetchall()


def naive(now: Counts, then: Counts) -> tuple[Fraction, Fraction, Fraction]:
    """Rate, mix and coverage effect of a pass rate, from the definitions."""
    now, then = ({category: counts for category, counts in side.items() if counts[0]} for side in (now, then))
    common = set(now) & set(then)

    def rate(side: Counts, of: set[str]) -> Fraction:
        return Fraction(sum(side[one][0] - side[one][1] for one in of), sum(side[one][0] for one in of))

    change = rate(now, set(now)) - rate(then, set(then))
    if not common:
        return Fraction(0), Fraction(0), change
    shares = [{one: Fraction(side[one][0], sum(side[other][0] for other in common)) for one in common} for side in (now, then)]
    rates = [{one: rate(side, {one}) for one in common} for side in (now, then)]
    by_rate = sum(((shares[0][one] + shares[1][one]) / 2 * (rates[0][one] - rates[1][one]) for one in common), Fraction(0))
    by_mix = sum(((rates[0][one] + rates[1][one]) / 2 * (shares[0][one] - shares[1][one]) for one in common), Fraction(0))
    return by_rate, by_mix, change - by_rate - by_mix


counts = st.dictionaries(
    st.sampled_from(["F01", "F02", "F24", "F31"]),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda two: (max(two), min(two))),
    min_size=1,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(counts, counts)
def test_effects_are_those_of_the_definitions_and_add_up_to_the_change(now: Counts, then: Counts) -> None:
    with changed(drawn(2024, now) + drawn(2023, then)) as connection:
        found = asked(connection, "difference, rate_effect, mix_effect, coverage_effect, n, n_fail, compared_n, compared_n_fail")
        sides = [(sum(n for n, _ in side.values()), sum(n_fail for _, n_fail in side.values())) for side in (now, then)]
        if not sides[0][0] or not sides[1][0]:
            assert found == []
            return
        ((difference, *effects, n, n_fail, compared_n, compared_n_fail),) = found
        assert [(n, n_fail), (compared_n, compared_n_fail)] == sides
        exact = naive(now, then)
        assert [difference, *effects] == pytest.approx([float(sum(exact)), *map(float, exact)], abs=1e-12)
        parts = connection.execute(
            "SELECT sum(rate_effect), sum(mix_effect), sum(coverage_effect) FROM change_part "
            "WHERE indicator = 'food_pass_rate' AND grouping = 'total' AND period_kind = 'year'"
        ).fetchone()
        assert parts == pytest.approx(effects, abs=1e-12)


def test_more_of_a_good_category_is_mix_and_not_quality() -> None:
    """The case of 2014 (docs/domain.md): nothing got better, and the rate rises."""
    with changed(drawn(2024, {"F01": (10, 5), "F02": (30, 0)}) + drawn(2023, {"F01": (20, 10), "F02": (20, 0)})) as connection:
        assert asked(connection, "difference, rate_effect, mix_effect, coverage_effect") == [(0.125, 0.0, 0.125, 0.0)]


def test_a_new_category_goes_to_coverage() -> None:
    with changed(drawn(2024, {"F01": (20, 10), "F02": (20, 0)}) + drawn(2023, {"F01": (20, 10)})) as connection:
        assert asked(connection, "difference, rate_effect, mix_effect, coverage_effect") == [(0.25, 0.0, 0.0, 0.25)]
        parts = connection.execute(
            "SELECT category_code, n, compared_n, coverage_effect FROM change_part "
            "WHERE indicator = 'food_pass_rate' AND grouping = 'total' AND period_kind = 'year' ORDER BY 1"
        ).fetchall()
        assert parts == [("F01", 20, 20, 0.0), ("F02", 20, 0, 0.25)]


def test_what_the_earlier_rate_was_restated_by_is_an_effect_of_its_own() -> None:
    """90 % now, 80 % then, which was first published as 70 %: 10 points, and 20 from the number first published."""
    rows = drawn(2024, {"F01": (10, 1)}) + drawn(2023, {"F01": (10, 2)})
    with changed(rows, restated=("2023", 10, 3)) as connection:
        ((difference, restatement, note),) = asked(connection, "difference, restatement_effect, note")
        assert (difference, restatement) == pytest.approx((0.1, 0.1))
        assert note == "一方样本量小于30，仅供参考；对比期比率已更正，与首次公布数比较时另加更正影响"


@pytest.mark.parametrize(
    ("failing", "direction"),
    [(10, "no_significant_change"), (23, "no_significant_change"), (24, "fall"), (0, "rise")],
)
def test_the_word_says_whether_the_interval_leaves_out_zero(failing: int, direction: str) -> None:
    """Of 400 each, 12 failing before: at 23 the interval of -2.75 points still holds 0, at 24 it does not."""
    with changed(drawn(2024, {"F01": (400, failing)}) + drawn(2023, {"F01": (400, 12)})) as connection:
        ((found, low, high, p_value, p_adjusted),) = asked(connection, "direction, difference_low, difference_high, p_value, p_adjusted")
        assert found == direction
        reference = proportion.confint_proportions_2indep(400 - failing, 400, 388, 400, method="newcomb", compare="diff")
        assert (low, high) == pytest.approx(reference, abs=1e-12)
        score = proportion.test_proportions_2indep(400 - failing, 400, 388, 400, method="score", compare="diff", correction=False)
        assert p_value == p_adjusted == pytest.approx(score.pvalue, rel=1e-9)


def test_among_many_categories_p_values_are_adjusted() -> None:
    now = {"F01": (200, 20), "F02": (200, 9), "F24": (200, 8), "F31": (200, 6)}
    then = dict.fromkeys(now, (200, 6))
    with changed(drawn(2024, now) + drawn(2023, then)) as connection:
        found = asked(connection, "category_code, p_value, p_adjusted, direction", "grouping = 'category' AND period_kind = 'year'")
        adjusted = multipletests([row[1] for row in found], method="fdr_bh")[1]
        assert [row[2] for row in found] == pytest.approx(list(adjusted))
        assert [row[3] for row in found] == ["fall"] + 3 * ["no_significant_change"]


def test_the_period_before_and_the_year_before() -> None:
    rows = [
        BASE | {"category_code": "F01", "sampled_on": datetime.date(year, month, 1), "verdict_reported": "conforming"}
        for year, month in ((2023, 12), (2023, 3), (2024, 1), (2024, 3))
    ]
    with changed(rows) as connection:
        found = asked(connection, "period, comparison, compared_period", "grouping = 'total'")
        assert found == [
            ("2024", "year_on_year", "2023"),
            ("2024-01", "period_on_period", "2023-12"),
            ("2024-03", "year_on_year", "2023-03"),
            ("2024-Q1", "period_on_period", "2023-Q4"),
            ("2024-Q1", "year_on_year", "2023-Q1"),
        ]


def test_other_strategies_are_not_compared() -> None:
    rows = drawn(2024, {"F01": (10, 1)}, strategy="objective") + drawn(2023, {"F01": (10, 2)})
    with changed(rows) as connection:
        found = asked(connection, "rate, compared_rate, difference, difference_low, direction, rate_effect, p_value, refused_for")
        reason = "抽样策略不同（随机与选择性）：问题导向的抽样与随机抽样的比率不可比"
        assert found == [(0.9, 0.8, None, None, None, None, None, reason)]


def test_a_new_design_is_not_compared_and_says_what_changed() -> None:
    known = indicators()
    designed = known | {"food_pass_rate": known["food_pass_rate"].model_copy(update={"designs": {"2024-01": "参数由87项增至139项"}})}
    connection = database(drawn(2024, {"F01": (10, 1)}) + drawn(2023, {"F01": (10, 2)}) + drawn(2022, {"F01": (10, 2)}))
    connection.execute(dictionary().ddl("restatement"))
    changes.from_revisions(connection, designed)
    assert asked(connection, "period, difference IS NOT NULL, refused_for") == [
        ("2023", True, None),
        ("2024", False, "抽样设计不同（2024-01 起：参数由87项增至139项）：请用固定的品种和参数重算后再比"),
    ]
