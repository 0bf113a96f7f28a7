"""Parts: deliveries that are looked at together, so that what is made of a long history needs no more memory than of a short one."""

from pathlib import Path

import duckdb

from qmon.engine import fetch
from qmon.sql import literal, read_sql

ALL = "true"
RESULTS, SAMPLES = 5_000_000, 1_000_000  # of one part, unless a single delivery has more


def divide(connection: duckdb.DuckDBPyConnection) -> None:
    """Divide the deliveries of the table `delivery` into parts, which are those of this connection from now on."""
    parts: list[list[str]] = [[]]
    results = samples = 0
    counted = "SELECT delivery_id, coalesce(n_results, 0), coalesce(n_samples, 0) FROM delivery ORDER BY ALL"
    for delivery, n_results, n_samples in fetch(connection, counted):
        results, samples = results + n_results, samples + n_samples
        if parts[-1] and (results > RESULTS or samples > SAMPLES):
            parts.append([])
            results, samples = n_results, n_samples
        parts[-1].append(delivery)
    # From the first to the last, in the order of their names: of what lies outside nothing is read, as it would be for a list.
    predicates = [f"delivery_id BETWEEN {literal(part[0])} AND {literal(part[-1])}" for part in parts] if len(parts) > 1 else []
    connection.execute("SET VARIABLE parts = CAST($predicates AS VARCHAR[])", {"predicates": predicates})


def parts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """A predicate over delivery_id for each part; where nothing was divided, one that holds for all."""
    ((divided,),) = fetch(connection, "SELECT getvariable('parts')")
    return divided or [ALL]


def create(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> int:
    """Create the temporary table of what the query in a file finds in each part, whose slot of_deliveries says in which; returns how many
    parts there are."""
    first, *others = (read_sql(path, of_deliveries=part) for part in parts(connection))
    connection.execute(f"CREATE TEMP TABLE {table} AS {first}")
    for query in others:
        connection.execute(f"INSERT INTO {table} {query}")
    return 1 + len(others)
