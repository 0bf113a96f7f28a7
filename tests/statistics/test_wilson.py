"""The Wilson macros, against published values and against statsmodels."""

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from qmon.statistics import macros


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(macros())
        yield opened


def interval(connection: duckdb.DuckDBPyConnection, k: int, n: int) -> tuple[float, float]:
    (row,) = connection.execute(f"SELECT wilson_low({k}, {n}), wilson_high({k}, {n})").fetchall()
    return row


# 95 % intervals as printed by R's binom package and in the notices' recomputation (docs/domain.md, Wilson interval)
@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (18, 20, 69.89663548, 97.21335188),
        (7, 390, 0.87, 3.66),
        (3476, 28265, 11.92, 12.69),
        (2009, 98839, 1.95, 2.12),
        (0, 434, 0.0, 0.88),
        (0, 39, 0.0, 8.97),
        (0, 30, 0.0, 11.35),
    ],
)
def test_published_intervals(connection: duckdb.DuckDBPyConnection, k: int, n: int, low: float, high: float) -> None:
    digits = 6 if n == 20 else 2
    assert tuple(round(100 * end, digits) for end in interval(connection, k, n)) == (round(low, digits), round(high, digits))


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_equals_statsmodels(connection: duckdb.DuckDBPyConnection, counts: tuple[int, int]) -> None:
    k, n = counts
    low, high = interval(connection, k, n)
    expected = proportion_confint(k, n, method="wilson")
    assert low == pytest.approx(max(expected[0], 0), abs=1e-12)
    assert high == pytest.approx(min(expected[1], 1), abs=1e-12)


def test_ends_are_exact_where_nothing_or_everything_passes(connection: duckdb.DuckDBPyConnection) -> None:
    assert interval(connection, 0, 39)[0] == 0.0
    assert interval(connection, 39, 39)[1] == 1.0


def test_no_units_no_interval(connection: duckdb.DuckDBPyConnection) -> None:
    assert interval(connection, 0, 0) == (None, None)
