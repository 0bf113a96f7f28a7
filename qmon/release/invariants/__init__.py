"""Invariants of a release: what must hold between its tables whatever was delivered; one that breaks keeps yesterday's release."""

from pathlib import Path

import duckdb

from qmon.engine import fetch
from qmon.sql import read_sql

HERE = Path(__file__).parent


def broken_invariants(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The first line of each invariant (a query that must return no row) that does return one, with that row."""
    broken = []
    for path in sorted(HERE.glob("*.sql")):
        broken += [f"{path.stem}：{row}" for row in fetch(connection, read_sql(path))]
    return broken
