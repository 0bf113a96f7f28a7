"""Carrying: the last release's database with what a night changed of it in the place of what it was; equal, row for row, to one made anew.

Samples, results, findings, members and counts are taken out and put in by sample (qmon/curated/touched). What is made of them is made
as ever.
"""

import datetime
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

import duckdb

from qmon import cells
from qmon.curated import CURRENT, History, knowledge, touched
from qmon.dictionary import dictionary
from qmon.engine import connect, fetch, fetch_one
from qmon.indicators import Indicator
from qmon.marts import counted
from qmon.release import DATABASE, Release, revisions, sha256_of
from qmon.sources.contract import Source
from qmon.sql import literal, read_sql
from qmon.whole import copy_file

HERE = Path(__file__).parent
# Tables whose rows a night takes out and puts in; which rows, stands in gone/ and come/.
REPLACED = ("finding", "sample_history", "result_history", "event_history", "quarantine", "member")
WHOLE = ("delivery", "decision")  # made whole each night
KEPT = (*REPLACED, *WHOLE, "cells", "place", "category", "published", "output_value", "planned", "linkage")


class Sums(NamedTuple):
    """What the rows of a table add up to, whatever their order: how many, and the exclusive or and the sum of their hashes."""

    n: int
    mixed: int
    added: int

    @property
    def digest(self) -> str:
        """A hash of the content: two databases with the same rows have the same."""
        return hashlib.sha256(str(tuple(self)).encode()).hexdigest()[:32]

    def replaced(self, gone: "Sums", come: "Sums") -> "Sums":
        """The sums with some rows taken out and others put in."""
        return Sums(self.n - gone.n + come.n, self.mixed ^ gone.mixed ^ come.mixed, self.added - gone.added + come.added)


def sums(connection: duckdb.DuckDBPyConnection, rows: str) -> Sums:
    """The sums of a relation."""
    n, mixed, added = fetch_one(connection, f"SELECT count(*), bit_xor(hash(t)), sum(CAST(hash(t) AS HUGEINT)) FROM {rows} AS t")
    return Sums(n, mixed or 0, added or 0)


class Carried(NamedTuple):
    """What was carried: the sums of the tables in REPLACED, and what revisions compare of the touched samples."""

    sums: dict[str, Sums]
    compared: revisions.Compared


def carried(
    path: Path,
    history: History,
    sources: dict[str, Source],
    indicators: dict[str, Indicator],
    known: datetime.datetime,
    previous: Release,
) -> Carried | str:
    """Write to `path` the database of `previous` with all that deliveries it does not hold change of KEPT, counted and carried, and nothing
    else. Nothing is written where it must be made anew: returns why."""
    manifest = previous.manifest
    fresh = set(history.deliveries()) - {row["delivery_id"] for row in manifest["inputs"]}
    night = touched.Night(fresh, datetime.datetime.fromisoformat(manifest["known"]))
    world = _world(previous.database, path.with_suffix(".spill"), history, sources, known, night)
    found = _replaced(path, previous, world, indicators)
    if isinstance(found, str):
        for left in path.parent.glob(f"{path.name}*"):  # with what DuckDB would write into it
            left.unlink()
    return found


def _replaced(
    path: Path, previous: Release, world: AbstractContextManager[duckdb.DuckDBPyConnection], indicators: dict[str, Indicator]
) -> Carried | str:
    """A copy of the `previous` database at `path`, in which what the night changes, by the `world` that knows it, is taken out and put in;
    else why all must be made anew."""
    manifest = previous.manifest
    with ThreadPoolExecutor(1) as beside:
        copying = beside.submit(copy_file, previous.database, path)
        try:
            with world as connection:
                cells.from_curated(connection, indicators)
                copying.result()
                # Only now: to derive what is touched takes both cores, to put it in takes one.
                hashing = beside.submit(sha256_of, previous.database)
                made = _put_into(connection, path, manifest["sums"], indicators)
        except _Beyond as beyond:
            return str(beyond)
        return made if hashing.result() == manifest["files"][DATABASE] else "前一次发布的数据库已损坏"


def _put_into(connection: duckdb.DuckDBPyConnection, path: Path, was: dict[str, list[int]], indicators: dict[str, Indicator]) -> Carried:
    """Take what the touched samples were out of the copy at `path`, whose tables added up to what they `was`, and put in what they are."""
    connection.execute("DETACH whole")
    connection.execute(f"ATTACH {literal(path)} AS whole")
    connection.execute("SET checkpoint_threshold = '1GB'")  # once, at the end
    _strip(connection)
    connection.execute("CREATE SCHEMA was")
    gone = {name: _taken_out(connection, name) for name in REPLACED}
    come = {name: _put_in(connection, name) for name in REPLACED}
    made = {name: Sums(*was[name]).replaced(gone[name], come[name]) for name in REPLACED}
    _count(connection, indicators)
    for name in WHOLE:
        connection.execute(f"DELETE FROM whole.{name}")
        connection.execute(f"INSERT INTO whole.{name} FROM {name}")
    for name in ("drawn", "alike"):
        connection.execute(f"DELETE FROM whole.carried.{name} WHERE sample_id IN (FROM touched_sample)")
        connection.execute(f"INSERT INTO whole.carried.{name} FROM carried.{name}")
    return Carried(made, revisions.Compared(*(revisions.to_compare(connection, schema) for schema in ("main", "was"))))


class _Beyond(Exception):
    """The night changes more than the touched samples; the text says what."""


@contextmanager
def _world(
    whole: Path, spill: Path, history: History, sources: dict[str, Source], known: datetime.datetime, night: touched.Night
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that knows the touched samples alone, with that at `whole` attached. Raises _Beyond where that is not enough."""
    more: set[str] = set()
    while True:
        with connect(spill=spill) as connection:
            connection.execute(f"ATTACH {literal(whole)} AS whole (READ_ONLY)")
            touched.find(connection, history, night, known, more)
            try:
                knowledge.from_history(connection, history, sources, known, only_touched=True)
            except touched.Strays as strays:
                more |= strays.samples
                continue
            beyond = touched.anew(connection)
            if beyond is not None:
                raise _Beyond(beyond)
            yield connection
            return


def _strip(connection: duckdb.DuckDBPyConnection) -> None:
    """Take every table, view and macro out of `whole` that is made of the others."""
    for (view,) in fetch(connection, "SELECT view_name FROM duckdb_views() WHERE database_name = 'whole' AND NOT internal"):
        connection.execute(f'DROP VIEW whole."{view}"')
    tables = (
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'whole' AND schema_name = 'main' "
        "AND table_name NOT IN (SELECT unnest($kept))"
    )
    for (table,) in fetch(connection, tables, {"kept": list(KEPT)}):
        connection.execute(f'DROP TABLE whole."{table}"')
    macros = "SELECT DISTINCT function_name, function_type FROM duckdb_functions() WHERE database_name = 'whole' AND NOT internal"
    for macro, kind in fetch(connection, macros):
        connection.execute(f'DROP MACRO {"TABLE " if kind == "table_macro" else ""}whole."{macro}"')


def _count(connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]) -> None:
    """Take what the touched samples were out of cells and the counts, and put in what they are."""
    counted.register_units(connection)
    connection.execute("CREATE VIEW was.decision AS FROM whole.decision")
    # Samples of a delivery that a decision let count rest on the finding about all of it.
    connection.execute("INSERT INTO was.finding FROM whole.finding WHERE sample_id IS NULL AND (acts_on = 'delivery' OR code = 'D03')")
    for what in ("sample", "result"):
        connection.execute(f"CREATE VIEW was.{what}_current AS FROM was.{what}_history WHERE {CURRENT}")
    queries = {"cells": cells.summed()} | {f"counted.{name}": query for name, query in counted.queries(indicators).items()}
    for when in ("was", "main"):
        # The same query reads what the samples were, or what they are.
        connection.execute(f"SET search_path = 'memory.{when},memory.main'")
        for number, query in enumerate(queries.values()):
            connection.execute(f"CREATE TEMP TABLE sums_{when}_{number} AS {query}")
    connection.execute("SET search_path = 'memory.main'")
    for number, name in enumerate(queries):
        columns, counts = counted.columns(connection, f"whole.{name}")
        key = ", ".join(columns)
        # By a hash of the key, which nulls have too; a row of another key with the same hash is put in as it was.
        sums_of_both = f"(FROM sums_main_{number} UNION ALL BY NAME FROM sums_was_{number})"
        connection.execute(f"CREATE TEMP TABLE changed AS SELECT hash({key}) FROM {sums_of_both}")
        slots = {
            "before": f"whole.{name} WHERE hash({key}) IN (FROM changed)",
            "now": f"sums_main_{number}",
            "was": f"sums_was_{number}",
            "key": key,
            "taken": ", ".join(f"-{column} AS {column}" for column in counts),
            "summed": ", ".join(f"CAST(sum({column}) AS BIGINT) AS {column}" for column in counts),
            "any": " OR ".join(f"{column} <> 0" for column in counts),
        }
        connection.execute(f"CREATE TEMP TABLE sums AS {read_sql(HERE / 'summed.sql', **slots)}")
        connection.execute(f"DELETE FROM {slots['before']}")
        connection.execute(f"INSERT INTO whole.{name} BY NAME FROM sums")
        connection.execute("DROP TABLE sums")
        connection.execute("DROP TABLE changed")


def _taken_out(connection: duckdb.DuckDBPyConnection, name: str) -> Sums:
    """Take the rows of a table that the night changes out of `whole` into the schema `was`; returns what they add up to."""
    # First which rows, by one column; a join would read every column of every row.
    connection.execute(f"CREATE TEMP TABLE gone AS SELECT rowid AS place FROM whole.{name} WHERE {read_sql(HERE / 'gone' / f'{name}.sql')}")
    connection.execute(f"CREATE TABLE was.{name} AS FROM whole.{name} WHERE rowid IN (FROM gone)")
    connection.execute(f"DELETE FROM whole.{name} WHERE rowid IN (FROM gone)")
    connection.execute("DROP TABLE gone")
    return sums(connection, f"was.{name}")


def _put_in(connection: duckdb.DuckDBPyConnection, name: str) -> Sums:
    """Put in what they are now; returns what that adds up to."""
    columns = ", ".join(f'"{column}"' for column in dictionary().tables[name].columns)
    connection.execute(f"CREATE TEMP TABLE come AS SELECT {columns} {read_sql(HERE / 'come' / f'{name}.sql')}")
    connection.execute(f"INSERT INTO whole.{name} FROM come")
    added = sums(connection, "come")
    connection.execute("DROP TABLE come")
    return added
