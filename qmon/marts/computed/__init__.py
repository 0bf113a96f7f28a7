"""Computed marts: tables that need more than SQL. Each module here is one table of the dictionary, by its name: rows(connection) fills it
from the marts that are there."""

import pkgutil
from importlib import import_module

import duckdb
import pyarrow as pa

from qmon.dictionary import dictionary


def names() -> list[str]:
    """The computed marts by name."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def from_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Create and fill every one."""
    for name in names():
        rows = import_module(f"{__name__}.{name}").rows(connection)
        connection.execute(dictionary().ddl(name))
        connection.register("computed", pa.Table.from_pylist(rows, dictionary().arrow_schema(name)))
        connection.execute(f'INSERT INTO "{name}" FROM computed ORDER BY ALL')
        connection.unregister("computed")
