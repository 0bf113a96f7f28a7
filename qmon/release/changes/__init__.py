"""Changes (同比, 环比): each rate beside that of an earlier period, or why the two are not compared, and what moved it."""

import math
from pathlib import Path

import duckdb
import pyarrow as pa

from qmon.dictionary import dictionary
from qmon.engine import fetch
from qmon.indicators import Indicator, comparing
from qmon.sql import read_sql

HERE = Path(__file__).parent


def from_revisions(connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]) -> None:
    """Create the tables change and change_part from rate, cells and restatement.

    A change is split exactly: rate_effect + mix_effect + coverage_effect = difference, by category where samples or items are pooled, and
    restatement_effect is what the earlier rate was restated by since it was first published. p-values (score test, two-sided) are adjusted
    within the numbers that one table shows together (Benjamini and Hochberg 1995)."""
    _designs(connection, indicators)
    connection.execute(f"CREATE TEMP TABLE pair AS {read_sql(HERE / 'pair.sql')}")
    connection.execute("ALTER TABLE pair ADD COLUMN refused_for VARCHAR")
    _refuse(connection, indicators)
    _test(connection)
    connection.execute(f"CREATE TEMP TABLE part AS {read_sql(HERE / 'part.sql')}")
    for table, rows in (("change", "change.sql"), ("change_part", "change_part.sql")):
        connection.execute(dictionary().ddl(table))
        connection.execute(f"INSERT INTO {table} BY NAME {read_sql(HERE / rows)} ORDER BY ALL")
    for temporary in ("pair", "part", "tested"):
        connection.execute(f"DROP TABLE {temporary}")


def _designs(connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]) -> None:
    rows = [{"indicator": one.name, "from_month": month} for one in indicators.values() for month in one.designs]
    connection.register("design", pa.Table.from_pylist(rows, pa.schema([("indicator", pa.string()), ("from_month", pa.string())])))
    connection.execute(read_sql(HERE / "designs.sql"))


def _refuse(connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]) -> None:
    """Each distinct pair of sides is judged once."""
    distinct = "SELECT DISTINCT indicator, strategies_counted, designs, compared_strategies, compared_designs FROM pair"
    for name, strategies, designs, compared_strategies, compared_designs in fetch(connection, distinct):
        sides = (
            comparing.Side(indicators[name], of or "", (first, last))
            for of, (first, last) in ((strategies, designs), (compared_strategies, compared_designs))
        )
        reasons = comparing.refusals(*sides)
        if reasons:
            connection.execute(
                "UPDATE pair SET refused_for = $reason WHERE indicator = $name AND designs = $designs "
                "AND compared_designs = $compared_designs AND strategies_counted IS NOT DISTINCT FROM $strategies "
                "AND compared_strategies IS NOT DISTINCT FROM $compared_strategies",
                {
                    "reason": "；".join(reasons),
                    "name": name,
                    "designs": designs,
                    "compared_designs": compared_designs,
                    "strategies": strategies,
                    "compared_strategies": compared_strategies,
                },
            )


def _test(connection: duckdb.DuckDBPyConnection) -> None:
    """The temporary table tested: pair_id, p_value, p_adjusted."""
    asked: pa.Table = connection.sql(read_sql(HERE / "tested.sql")).to_arrow_table()
    p_values = [math.erfc(abs(z) / math.sqrt(2)) for z in asked["z"].to_pylist()]
    tested = pa.table({"pair_id": asked["pair_id"], "family": asked["family"], "p_value": p_values})
    connection.register("asked", tested)
    connection.execute(f"CREATE TEMP TABLE tested AS {read_sql(HERE / 'adjusted.sql')}")
    connection.unregister("asked")
