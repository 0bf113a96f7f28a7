"""counted: additive counts of samples and results that marts are made of; each .sql file here is one table of the schema counted.

A column n or n_… is a count, the others are its key. Counts are whole numbers, so that what a night adds and takes away can be
added and taken away (qmon/release/carrying).
"""

from pathlib import Path

import duckdb
import pyarrow as pa

from qmon import cells
from qmon.curated import CURRENT
from qmon.curated.parts import ALL, parts
from qmon.grammar.unit import known_units
from qmon.indicators import Indicator
from qmon.marts import views
from qmon.sql import literal, meaning, read_sql

HERE = Path(__file__).parent


def queries(indicators: dict[str, Indicator], of_deliveries: str = ALL) -> dict[str, str]:
    """The query of each table over what is known of samples (sample_history, result_history, sample_current, result_current, finding,
    decision, event_history) and member; of_deliveries: for which deliveries, where its key names one."""
    slots = {name: read_sql(views.FILES[name]) for name in ("measurement", "provenance")}
    slots |= {"current": CURRENT, "piece_members": cells.members(indicators.values(), "piece_sample", "piece_result")}
    return {path.stem: read_sql(path, **slots, of_deliveries=of_deliveries) for path in sorted(HERE.glob("*.sql"))}


def from_curated(connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]) -> None:
    """Create and fill every one."""
    register_units(connection)
    connection.execute("CREATE SCHEMA counted")
    first, *others = (queries(indicators, part) for part in parts(connection))
    for name, query in first.items():
        connection.execute(f"CREATE TABLE counted.{name} AS {query}")
        for part in others:
            if part[name] != query:
                connection.execute(f"INSERT INTO counted.{name} {part[name]}")
        connection.execute(f"COMMENT ON TABLE counted.{name} IS {literal(meaning(HERE / f'{name}.sql'))}")


def register_units(connection: duckdb.DuckDBPyConnection) -> None:
    """The relation known_unit: each spelling of a unit with its dimension and its factor to the first unit of that."""
    units = known_units()
    columns = {
        "unit": pa.array([unit.spelling for unit in units], pa.string()),
        "dimension": pa.array([unit.dimension for unit in units], pa.string()),
        "factor": pa.array([float(unit.factor) for unit in units], pa.float64()),
    }
    connection.register("known_unit", pa.table(columns))
