"""counted: additive counts of samples and results that marts are made of; each .sql file here is one table of the schema counted.

A column n or n_… is a count, the others are its key. Counts are whole numbers, so that what a night adds and takes away can be
added and taken away (qmon/release/carrying), and those in of_results/ can be counted some deliveries at a time.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

from qmon import cells
from qmon.curated import CURRENT
from qmon.curated.parts import ALL, in_results, parts
from qmon.engine import fetch
from qmon.grammar.unit import known_units
from qmon.indicators import Indicator
from qmon.judged.checks import literal
from qmon.marts import views
from qmon.sql import meaning, read_sql

HERE = Path(__file__).parent
FILES = {path.stem: path for path in sorted(HERE.rglob("*.sql"))}


def queries(indicators: dict[str, Indicator], of_deliveries: str = ALL) -> dict[str, str]:
    """The query of each table over what is known of samples (sample_history, result_history, sample_current, result_current, finding,
    decision, event_history) and member; of_deliveries: for which deliveries, where its key names one or it is of results."""
    slots = {name: read_sql(views.FILES[name]) for name in ("measurement", "provenance")}
    slots |= {"current": CURRENT, "piece_members": cells.members(indicators.values(), "piece_sample", "piece_result")}
    found = {name: read_sql(path, **slots, of_deliveries=of_deliveries) for name, path in FILES.items()}
    if of_deliveries != ALL:
        for name in (name for name, path in FILES.items() if path.parent != HERE):
            found[name] = in_results(found[name], of_deliveries)
    return found


def from_curated(connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]) -> None:
    """Create and fill every one."""
    register_units(connection)
    connection.execute("CREATE SCHEMA counted")
    first, *others = (queries(indicators, part) for part in parts(connection))
    for name, query in first.items():
        connection.execute(f"CREATE TABLE counted.{name} AS {query}")
        more = [other[name] for other in others if other[name] != query]
        for one in more:
            connection.execute(f"INSERT INTO counted.{name} {one}")
        if more:
            add_up(connection, f"counted.{name}")
        connection.execute(f"COMMENT ON TABLE counted.{name} IS {literal(meaning(FILES[name]))}")


def key_and_counts(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[list[str], list[str]]:
    """The columns of a table of counts: those of its key, and the counts."""
    columns = [column for column, *_ in fetch(connection, f"DESCRIBE {table}")]
    counts = [column for column in columns if column == "n" or column.startswith(("n_", "sum_"))]
    return [column for column in columns if column not in counts], counts


def summed(counts: list[str]) -> str:
    """The sums of counts, as columns."""
    return ", ".join(f"CAST(sum({column}) AS BIGINT) AS {column}" for column in counts)


def add_up(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """What several parts have counted under one key becomes one row."""
    key, counts = key_and_counts(connection, table)
    connection.execute(f"CREATE TEMP TABLE added_up AS SELECT {', '.join(key)}, {summed(counts)} FROM {table} GROUP BY ALL")
    connection.execute(f"DELETE FROM {table}")
    connection.execute(f"INSERT INTO {table} BY NAME FROM added_up")
    connection.execute("DROP TABLE added_up")


def register_units(connection: duckdb.DuckDBPyConnection) -> None:
    """The relation known_unit: each spelling of a unit with its dimension and its factor to the first unit of that."""
    units = known_units()
    columns = {
        "unit": pa.array([unit.spelling for unit in units], pa.string()),
        "dimension": pa.array([unit.dimension for unit in units], pa.string()),
        "factor": pa.array([float(unit.factor) for unit in units], pa.float64()),
    }
    connection.register("known_unit", pa.table(columns))
