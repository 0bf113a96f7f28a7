"""Rates against a naive count: random samples go through cells and marts in SQL, and once more through plain Python."""

import datetime
from collections import defaultdict
from fractions import Fraction
from typing import Any

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmon.indicators import indicators, page
from qmon.statistics import macros
from tests.known_samples import database, samples
from tests.naive_rates import COUNTED, close, naive, share

FOOD, FIRMS = "food_pass_rate", "consumer_firm_pass_rate"


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(samples, max_size=60))
def test_every_rate_of_every_indicator_equals_the_naive_count(rows: list[dict[str, Any]]) -> None:
    with database(rows) as connection:
        found: dict[tuple[str, str, str], dict[tuple[Any, ...], tuple[Any, ...]]] = defaultdict(dict)
        rates: dict[tuple[str, str, str], dict[tuple[Any, ...], float | None]] = defaultdict(dict)
        for name, kind, grouping, *row in connection.execute(
            "SELECT indicator, period_kind, grouping, period, region_code, category_code, stage, channel, producer_scale, industry, "
            "task_level, n, n_fail, n_held, n_pass, rate, ci_low, ci_high FROM rate"
        ).fetchall():
            n, n_fail, n_held, n_pass, rate, low, high = row[8:]
            found[name, kind, grouping][tuple(row[:8])] = (n, n_fail, n_held)
            rates[name, kind, grouping][tuple(row[:8])] = rate
            assert n_pass == n - n_fail
            assert rate is None or low - 1e-12 <= rate <= high + 1e-12
        for name, indicator in indicators().items():
            for kind in indicator.period_kinds:
                for grouping in indicator.groupings:
                    number = (name, kind, "+".join(grouping) or "total")
                    assert found[number] == naive(rows, indicator, grouping, kind)
                    assert close(rates[number], share(rows, indicator, grouping, kind))


def test_each_indicator_is_counted_twice() -> None:
    assert set(COUNTED) == set(indicators())


def test_the_page_of_indicators_is_current() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.to_markdown(indicators())


def test_a_firm_passes_when_all_its_samples_of_the_period_pass() -> None:
    base = {
        "domain": "consumer_goods",
        "inspection_type": "supervision",
        "task_level": "provincial",
        "strategy": "selective",
        "held": False,
    }
    rows = [
        base | {"producer_name": "甲", "verdict_reported": "conforming", "sampled_on": datetime.date(2024, 1, 1)},
        base | {"producer_name": "甲", "verdict_reported": "nonconforming", "sampled_on": datetime.date(2024, 2, 1)},
        base | {"producer_name": "乙", "verdict_reported": "conforming", "sampled_on": datetime.date(2024, 2, 1)},
    ]
    with database(rows) as connection:
        asked = "SELECT period, n, n_pass FROM pass_rate WHERE indicator = 'consumer_firm_pass_rate' AND grouping = 'total' ORDER BY period"
        assert connection.execute(asked).fetchall() == [("2024", 2, 1), ("2024-01", 1, 1), ("2024-02", 2, 1), ("2024-Q1", 2, 1)]


def test_an_unknown_dimension_is_empty_and_a_sum_is_all() -> None:
    row = {
        "domain": "food",
        "inspection_type": "supervision",
        "task_level": "county",
        "strategy": "selective",
        "verdict_reported": "conforming",
        "held": False,
    }
    with database([row]) as connection:
        asked = (
            "SELECT grouping, region, category, period FROM pass_rate "
            "WHERE indicator = 'food_pass_rate' AND period_kind = 'year' AND grouping IN ('total', 'region')"
        )
        assert sorted(connection.execute(asked).fetchall()) == [("region", None, "ALL", None), ("total", "ALL", "ALL", None)]


def test_a_place_counts_within_todays_boundaries() -> None:
    row = {
        "domain": "food",
        "inspection_type": "supervision",
        "strategy": "selective",
        "verdict_reported": "conforming",
        "held": False,
        "sampled_region": "371202",
    }
    with database([row]) as connection:
        asked = "SELECT DISTINCT region FROM pass_rate WHERE grouping = 'region' AND indicator = 'food_pass_rate'"
        assert connection.execute(asked).fetchall() == [("济南市",)]


PRODUCT = {"domain": "consumer_goods", "inspection_type": "supervision", "strategy": "selective", "held": False}


def test_a_batch_of_specimens_counts_them_and_one_that_fails_without_a_number_is_left_out() -> None:
    said = [(20, None, "conforming"), (20, 2, "nonconforming"), (20, None, "nonconforming"), (None, None, "conforming")]
    rows = [PRODUCT | {"n_specimens": n, "n_specimens_failing": failing, "verdict_reported": verdict} for n, failing, verdict in said]
    with database(rows) as connection:
        asked = "SELECT indicator, n, n_pass FROM rate WHERE indicator = $1 AND grouping = 'total' AND period_kind = 'year'"
        assert connection.execute(asked, ["consumer_batch_pass_rate"]).fetchall() == [("consumer_batch_pass_rate", 4, 2)]
        assert connection.execute(asked, ["consumer_specimen_pass_rate"]).fetchall() == [("consumer_specimen_pass_rate", 40, 38)]


def test_a_failing_pesticide_is_a_fake_by_its_items_or_by_its_conclusion() -> None:
    base = {"domain": "agri_input", "inspection_type": "supervision", "strategy": "selective", "category_code": "AP", "held": False}
    lost, weak = ("supervision", "nonconforming", None, "nd"), ("supervision", "nonconforming", None, "=")
    said: list[tuple[str, str | None, list[Any]]] = [
        ("conforming", None, []),
        ("nonconforming", None, [lost]),
        ("nonconforming", None, [weak]),
        ("nonconforming", "假农药", []),
        ("nonconforming", None, []),  # of which nobody knows how it failed
    ]
    rows = [base | {"verdict_reported": verdict, "verdict_text": text, "items": items} for verdict, text, items in said]
    with database(rows) as connection:
        asked = "SELECT n, n_fail, rate FROM rate WHERE indicator = 'pesticide_fake_rate' AND grouping = 'total' AND period_kind = 'year'"
        assert connection.execute(asked).fetchall() == [(4, 2, 0.5)]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)), min_size=1, max_size=12))
def test_units_that_are_alike_have_the_interval_of_their_clusters(said: list[tuple[int, int]]) -> None:
    """Against the residuals of each cluster, one by one; at the ends each cluster counts as one unit."""
    clusters = [(n, min(n, failing)) for n, failing in said]
    n, k = (sum(column) for column in zip(*clusters, strict=True))
    nn = sum(size * size for size, _ in clusters)
    nf, ff = sum(size * failing for size, failing in clusters), sum(failing * failing for _, failing in clusters)
    many = Fraction(n * n, nn)
    if nn == n:
        asked = Fraction(n)
    elif k in (0, n) or many == 1:
        asked = many
    else:
        share = Fraction(k, n)
        spread = sum((failing - share * size) ** 2 for size, failing in clusters) * many / (many - 1) / n**2
        asked = min(Fraction(n), share * (1 - share) / spread) if spread else Fraction(n)
    with duckdb.connect() as connection:
        connection.execute(macros())
        (found,) = connection.execute("SELECT effective_units(?, ?, ?, ?, ?)", [n, k, nn, nf, ff]).fetchall()
    assert abs(found[0] - float(asked)) < 1e-6 * n


def test_a_year_of_monitoring_is_the_mean_of_its_rounds() -> None:
    """100 % of 1 and 50 % of 4 are 75 %, not 60 %; the interval is that of 2 ^ 2 / (1 / 1 + 1 / 4) = 3.2 samples."""
    base = {"domain": "food", "inspection_type": "routine", "strategy": "objective", "held": False}
    winter, summer = datetime.date(2024, 1, 1), datetime.date(2024, 7, 1)
    verdicts = ["conforming", "conforming", "nonconforming", "nonconforming"]
    rows = [base | {"verdict_reported": "conforming", "sampled_on": winter}]
    rows += [base | {"verdict_reported": verdict, "sampled_on": summer} for verdict in verdicts]
    with database(rows) as connection:
        asked = (
            "SELECT period, n, n_rounds, rate, abs(ci_low - wilson_low(2.4e0, 3.2e0)) < 1e-12, note FROM pass_rate "
            "WHERE indicator = 'agri_product_monitoring_pass_rate' AND grouping = 'total' AND period_kind = 'year'"
        )
        assert connection.execute(asked).fetchall() == [("2024", 5, 2, 0.75, True, "样本量小于30，仅供参考；2轮监测合格率平均")]


def test_printed_rates_are_rounded_once_half_to_even() -> None:
    indicator = indicators()[FOOD]
    assert [indicator.printed(*counts) for counts in ((23348, 23852), (1, 8), (0, 0), (5, 5), (19999, 20000))] == [
        "97.89",
        "12.50",
        None,
        "100.00",
        "100.00",
    ]
    assert indicator.model_copy(update={"decimals": 1}).printed(1, 16) == "6.2"
    assert indicator.model_copy(update={"decimals": 1, "rounding": "half_up"}).printed(1, 16) == "6.3"
    assert indicator.model_copy(update={"decimals": 0}).printed(1, 8) == "12"
    assert indicator.model_copy(update={"decimals": 0, "rounding": "half_up"}).printed(1, 8) == "13"
