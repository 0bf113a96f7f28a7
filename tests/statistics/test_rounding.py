"""The rounding macros, against printed rates, against Python's decimals, and against counting in whole numbers."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmon.statistics import macros

MODES = {"half_even": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP, "truncated": ROUND_DOWN}


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(macros())
        yield opened


def rounded(connection: duckdb.DuckDBPyConnection, k: int | None, n: int | None, decimals: int | None) -> dict[str, Decimal | None]:
    columns = ", ".join(f"per_cent_{mode}($k, $n, $decimals)" for mode in MODES)
    typed = "SELECT CAST($k AS BIGINT) AS k, CAST($n AS BIGINT) AS n, CAST($decimals AS BIGINT) AS decimals"
    query = f"SELECT {columns.replace('$', '')} FROM ({typed})"
    (row,) = connection.execute(query, {"k": k, "n": n, "decimals": decimals}).fetchall()
    return dict(zip(MODES, row, strict=True))


@pytest.mark.parametrize(
    ("k", "n", "decimals", "half_even", "half_up", "truncated"),
    [
        (504, 23852, 2, "2.11", "2.11", "2.11"),  # one city's year [CITY24]
        (5, 80, 1, "6.2", "6.3", "6.2"),  # 江苏省市场监管局, agricultural film 2021: an exact tie, printed 6.3 %
        (17, 21, 1, "81.0", "81.0", "80.9"),  # 平原县质监局, fertilisers 2012: printed 80.9 %
        (13, 97, 0, "13", "13", "13"),  # 临沂市工商局, motor fuel
        (1, 800, 2, "0.12", "0.13", "0.12"),
        (3, 800, 2, "0.38", "0.38", "0.37"),
        (39, 39, 0, "100", "100", "100"),
        (0, 26, 2, "0", "0", "0"),
    ],
)
def test_known_rates(
    connection: duckdb.DuckDBPyConnection, k: int, n: int, decimals: int, half_even: str, half_up: str, truncated: str
) -> None:
    assert rounded(connection, k, n, decimals) == {
        "half_even": Decimal(half_even),
        "half_up": Decimal(half_up),
        "truncated": Decimal(truncated),
    }


@pytest.mark.parametrize(("k", "n", "decimals"), [(0, 0, 1), (1, 0, 1), (3, 2, 1), (-1, 2, 1), (None, 2, 1), (1, None, 1), (1, 2, None)])
def test_no_share_is_no_rate(connection: duckdb.DuckDBPyConnection, k: int | None, n: int | None, decimals: int | None) -> None:
    assert set(rounded(connection, k, n, decimals).values()) == {None}


# Ties are rare among counts drawn at random: half of the denominators divide a power of ten.
SIZES = st.one_of(st.integers(1, 10**15), st.builds(lambda a, b: 2**a * 5**b, st.integers(0, 20), st.integers(0, 8)))


@settings(max_examples=400, deadline=None)
@given(SIZES.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 15))
def test_equals_the_decimals_of_python_and_a_naive_count(
    connection: duckdb.DuckDBPyConnection, counts: tuple[int, int], decimals: int
) -> None:
    k, n = counts
    found = rounded(connection, k, n, decimals)
    with localcontext(prec=400):
        exact = Decimal(100 * k) / Decimal(n)
        assert found == {mode: exact.quantize(Decimal(1).scaleb(-decimals), rounding=how) for mode, how in MODES.items()}
    share, step = Fraction(100 * k, n), Fraction(1, 10**decimals)
    below = share // step
    nearest = {whole: abs(share - whole * step) for whole in (below, below + 1)}
    close = [whole for whole in nearest if nearest[whole] == min(nearest.values())]
    assert found["truncated"] == below * step
    assert found["half_up"] == max(close) * step
    assert found["half_even"] == next(whole for whole in close if len(close) == 1 or whole % 2 == 0) * step
