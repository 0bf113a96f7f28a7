"""Touched samples: those of which a night's deliveries and decisions change what is known; all others stay as the last release has them.

A sample is touched when a delivery of the night describes it, tests an item of it, tells of an event of it or finds something in it, when a
decision on a finding of it begins or ends, and when it comes to be, or ceases to be, one too many of those drawn or told alike. What else a
night may change (ANEW, the .sql files in anew/) is not followed: then all is derived anew.
"""

import datetime
from pathlib import Path
from typing import NamedTuple

import duckdb

from qmon.curated import History
from qmon.engine import fetch, fetch_one
from qmon.sql import literal, meaning, read_sql

HERE = Path(__file__).parent
FEW = 1000
ANEW = sorted((HERE / "anew").glob("*.sql"))
# Which rows of the history a touched night reads; of what is neither here nor in SAMPLED, all.
SAMPLED = ("sample", "result")
ROWS = {
    "event": "upper(sample_no) IN (FROM touched_key)",
    "finding": "sample_id IN (FROM touched_sample) "
    "OR (sample_id IS NULL AND (delivery_id IN (FROM fresh) OR acts_on = 'delivery' OR code = 'D03'))",
    "quarantine": "delivery_id IN (FROM fresh)",
}


class Night(NamedTuple):
    """A night on the last release: the deliveries that it does not hold, and the moment as of which it was made (UTC)."""

    fresh: set[str]
    since: datetime.datetime


def find(connection: duckdb.DuckDBPyConnection, history: History, night: Night, known: datetime.datetime, more: set[str]) -> None:
    """Create touched_sample, the samples, `more` among them, and touched_key, the numbers under which events speak of them; needs the
    last release attached as `whole`."""
    rows = {table: history.rows(connection, table) for table in ("sample", "event", "decision")}
    for table in ("sample", "result", "event", "finding", "decision"):
        connection.execute(f"CREATE TEMP VIEW fresh_{table} AS FROM ({history.rows(connection, table, night.fresh)})")
    connection.execute("CREATE TEMP TABLE fresh AS SELECT unnest($fresh) AS delivery_id", {"fresh": sorted(night.fresh)})
    turned = read_sql(HERE / "turned.sql", decisions=f"({rows['decision']})")
    connection.execute(f"CREATE TEMP TABLE turned AS {turned}", {"since": night.since, "known": known})
    connection.execute(f"CREATE TEMP TABLE touched_sample AS {read_sql(HERE / 'samples.sql')}", {"more": sorted(more)})
    numbers = f"SELECT DISTINCT sample_id, sample_no {rows['sample']} SEMI JOIN touched_sample USING (sample_id)"
    connection.execute(f"CREATE TEMP TABLE touched_number AS {numbers}")
    keys = read_sql(HERE / "keys.sql", events=f"({rows['event']})")
    connection.execute(f"CREATE TEMP TABLE touched_key AS {keys}")
    if fetch_one(connection, "SELECT count(*) FROM touched_key")[0]:
        told = f"SELECT DISTINCT sample_id {rows['sample']} WHERE sample_no IN (FROM touched_key) OR sample_id IN (FROM touched_key)"
        connection.execute(f"INSERT INTO touched_sample FROM ({told}) ANTI JOIN touched_sample USING (sample_id)")


def rows(connection: duckdb.DuckDBPyConnection, history: History, table: str, deliveries: set[str]) -> str | None:
    """A query over those rows of a table that a touched night reads, of some deliveries; None where it reads all."""
    if table in ROWS:
        return f"{history.rows(connection, table, deliveries)} WHERE {ROWS[table]}"
    if table not in SAMPLED:
        return None
    fresh = {delivery for (delivery,) in fetch(connection, "FROM fresh")} & deliveries
    earlier = history.rows(connection, table, deliveries - fresh)
    known = fetch(connection, f"SELECT DISTINCT sample_id {earlier} SEMI JOIN touched_sample USING (sample_id) ORDER BY sample_id")
    # Few constants are looked for while the file is read, and what has none of them is passed over; a join reads every row whole.
    named = ", ".join(literal(sample) for (sample,) in known) or "NULL"
    which = f"sample_id IN ({named})" if len(known) <= FEW else "sample_id IN (FROM touched_sample)"
    return f"{history.rows(connection, table, fresh)} UNION ALL BY NAME {earlier} WHERE {which}"


class Strays(Exception):
    """Samples that are one too many of those drawn or told alike now, and were not, or the other way round: they are touched as well."""

    def __init__(self, samples: set[str]) -> None:
        super().__init__(f"{len(samples)} samples")
        self.samples = samples


def beside(connection: duckdb.DuckDBPyConnection) -> None:
    """Create drawn_beside and alike_beside: the other samples of every group in which a touched one is, or was. Raises Strays."""
    for name in ("drawn", "alike"):
        # First which rows, by few columns; a join would read every column of every row.
        places = f"SELECT rowid FROM whole.carried.{name} SEMI JOIN touched_sample USING (sample_id)"
        connection.execute(f"CREATE TEMP TABLE {name}_was AS FROM whole.carried.{name} WHERE rowid IN ({places})")
        connection.execute(f"CREATE TEMP TABLE {name}_beside AS {read_sql(HERE / f'{name}_beside.sql')}")
    slots = {
        f"{name}_{when}": read_sql(HERE.parent / f"{sql}.sql", **{name: f"(FROM {table} UNION ALL FROM {name}_beside)"})
        for name, sql in (("drawn", "repeated_draws"), ("alike", "twins"))
        for when, table in (("now", f"carried.{name}"), ("then", f"{name}_was"))
    }
    strays = {sample for (sample,) in fetch(connection, read_sql(HERE / "strays.sql", **slots))}
    if strays:
        raise Strays(strays)


def anew(connection: duckdb.DuckDBPyConnection) -> str | None:
    """What reaches beyond the touched samples, by the first line of the file that finds it; None where nothing does."""
    found = (path for path in ANEW if fetch(connection, read_sql(path)))
    return next(map(meaning, found), None)
