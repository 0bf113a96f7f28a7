"""The engine: DuckDB connections with bounds, and the few ways in which answers are fetched from them."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from qmon.sql import literal

MEMORY = "900MB"  # beyond it DuckDB spills to disk: memory does not grow with a delivery
# What a statement no longer needs goes back to the system at once; DuckDB would keep some hundred megabytes beyond the bound.
GIVEN_BACK = {
    "allocator_background_threads": "true",
    "allocator_flush_threshold": "16MB",
    "allocator_bulk_deallocation_flush_threshold": "64MB",
}
ROW_GROUP = 20_480  # rows of a Parquet file that are packed together: a night looks for a few among millions, and unpacks those around them


def connect(database: Path | None = None, spill: Path | None = None, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to a database file, or to memory; nothing is ever downloaded, and `spill` takes what does not fit.

    read_only: a release is asked, and no statement in it or about it can reach another file."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        **GIVEN_BACK,
        "autoinstall_known_extensions": "false",
        "enable_external_access": "false" if read_only else "true",
    }
    if spill is not None:
        config["temp_directory"] = str(spill)
    return duckdb.connect(str(database) if database is not None else ":memory:", read_only=read_only, config=config)


def fetch(connection: duckdb.DuckDBPyConnection, query: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    """All rows of a query; for few rows only."""
    return connection.execute(query, parameters).fetchall()


def fetch_one(connection: duckdb.DuckDBPyConnection, query: str, parameters: Any = None) -> tuple[Any, ...]:
    """The only row of a query."""
    (row,) = connection.execute(query, parameters).fetchall()
    return tuple(row)


def fetch_dicts(connection: duckdb.DuckDBPyConnection, query: str, parameters: Any = None) -> list[dict[str, Any]]:
    """All rows of a query by column name; for few rows only."""
    table: pa.Table = connection.sql(query, params=parameters).to_arrow_table()
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def write_parquet(connection: duckdb.DuckDBPyConnection, query: str, path: Path, parameters: Any = None) -> int:
    """Write the rows of a query to a Parquet file; returns how many they are."""
    written = f"COPY ({query}) TO {literal(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    return int(fetch_one(connection, written, parameters)[0])
