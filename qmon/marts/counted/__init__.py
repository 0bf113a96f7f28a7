"""counted: additive counts of samples and results that marts are made of; each .sql file here and in of_results/ is one table of the
schema counted.

A column n or n_… is a count, the others are its key. Counts are whole numbers, so that what a night adds and takes away can be
added and taken away (qmon/release/carrying). Those in of_results count results one by one: the counts of parts of the results add up.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

from qmon import cells
from qmon.curated import CURRENT
from qmon.curated.parts import ALL, parts
from qmon.engine import fetch
from qmon.grammar.unit import known_units
from qmon.indicators import Indicator
from qmon.marts import views
from qmon.sql import literal, meaning, read_sql

HERE = Path(__file__).parent
OF_RESULTS = HERE / "of_results"


def files() -> dict[str, Path]:
    """The tables by name."""
    return {path.stem: path for folder in (HERE, OF_RESULTS) for path in sorted(folder.glob("*.sql"))}


def queries(indicators: dict[str, Indicator], of_deliveries: str = ALL) -> dict[str, str]:
    """The query of each table over what is known of samples (sample_history, result_history, sample_current, result_current, finding,
    decision, event_history) and member; of_deliveries: for which deliveries, where its key names one."""
    slots = {name: read_sql(views.FILES[name]) for name in ("measurement", "provenance")}
    slots |= {"current": CURRENT, "piece_members": cells.members(indicators.values(), "piece_sample", "piece_result")}
    return {name: read_sql(path, **slots, of_deliveries=of_deliveries) for name, path in files().items()}


def columns(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[list[str], list[str]]:
    """Of a table of counts the columns that are its key, and those that are counts."""
    names = [name for name, *_ in fetch(connection, f"DESCRIBE {table}")]
    counts = [name for name in names if name == "n" or name.startswith(("n_", "sum_"))]
    return [name for name in names if name not in counts], counts


def from_curated(connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]) -> None:
    """Create and fill every one."""
    register_units(connection)
    connection.execute("CREATE SCHEMA counted")
    known_parts, known_files = parts(connection), files()
    first, *others = (queries(indicators, part) for part in known_parts)
    of_results = {name: first.pop(name) for name, path in known_files.items() if path.parent == OF_RESULTS}
    for name, query in first.items():
        connection.execute(f"CREATE TABLE counted.{name} AS {query}")
        for part in others:
            if part[name] != query:
                connection.execute(f"INSERT INTO counted.{name} {part[name]}")
    _of_results(connection, of_results, known_parts)
    for name, path in known_files.items():
        connection.execute(f"COMMENT ON TABLE counted.{name} IS {literal(meaning(path))}")


def _of_results(connection: duckdb.DuckDBPyConnection, of_results: dict[str, str], known_parts: list[str]) -> None:
    """Those that count results: part by part, then added up. The results of a part and their samples are for so long all that there are: a
    join of all results with all samples would spill."""
    if known_parts == [ALL]:
        for name, query in of_results.items():
            connection.execute(f"CREATE TABLE counted.{name} AS {query}")
        return
    for number, part in enumerate(known_parts):
        for kind, name in (("VIEW", "result_current"), ("TABLE", "sample_current")):
            rows = read_sql(HERE / "part" / f"{name}.sql", current=CURRENT, of_deliveries=part)
            connection.execute(f"CREATE OR REPLACE TEMP {kind} {name} AS {rows}")
        for name, query in of_results.items():
            into = f"INSERT INTO part_{name}" if number else f"CREATE TEMP TABLE part_{name} AS"
            connection.execute(f"{into} {query}")
    connection.execute("DROP TABLE temp.sample_current")
    connection.execute("DROP VIEW temp.result_current")
    for name in of_results:
        key, counts = columns(connection, f"part_{name}")
        summed = ", ".join((*key, *(f"CAST(sum({count}) AS BIGINT) AS {count}" for count in counts)))
        connection.execute(f"CREATE TABLE counted.{name} AS SELECT {summed} FROM part_{name} GROUP BY ALL")
        connection.execute(f"DROP TABLE part_{name}")


def register_units(connection: duckdb.DuckDBPyConnection) -> None:
    """The relation known_unit: each spelling of a unit with its dimension and its factor to the first unit of that."""
    units = known_units()
    columns = {
        "unit": pa.array([unit.spelling for unit in units], pa.string()),
        "dimension": pa.array([unit.dimension for unit in units], pa.string()),
        "factor": pa.array([float(unit.factor) for unit in units], pa.float64()),
    }
    connection.register("known_unit", pa.table(columns))
