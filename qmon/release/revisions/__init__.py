"""Revisions: each number of an ended period as releases stated it, what changed it, and the note that a restated number carries."""

import datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from qmon.dictionary import dictionary
from qmon.engine import fetch
from qmon.release import Release
from qmon.sql import literal, read_sql

HERE = Path(__file__).parent
_NEEDED = {"revision", "member", "rate", "sample_history", "result_history", "event_history", "indicator"}
# What is compared of two releases, to tell whether and why a sample counts otherwise: queries in which {} stands for a schema.
_COMPARED = {
    "member": "FROM {}member",
    "sample": "FROM {}sample_current",
    "result": "SELECT sample_id, delivery_id FROM {}result_current",
    "event": "FROM {}event_history WHERE known_to = TIMESTAMP 'infinity'",
}


class Compared(NamedTuple):
    """What is compared, by its name: as it is now, and as it was in the previous release."""

    now: dict[str, pa.Table]
    then: dict[str, pa.Table]


def to_compare(connection: duckdb.DuckDBPyConnection, schema: str) -> dict[str, pa.Table]:
    """One side of Compared, from a schema that holds few samples."""
    return {name: connection.sql(query.format(f"{schema}.")).to_arrow_table() for name, query in _COMPARED.items()}


def from_marts(
    connection: duckdb.DuckDBPyConnection,
    known: datetime.datetime,
    previous: Release | None,
    stated: Release | None = None,
    compared: Compared | None = None,
) -> None:
    """Create the tables revision and restatement. The revisions of earlier releases come from the database of the `previous` one, as do
    the samples that then counted: what counts otherwise now is the cause. A period's numbers are published once it has ended: by the
    release that then stood, if it stood for a day or longer, else by the next. `stated`: a release whose revisions are taken as they are,
    where it is made once more and the one before it is gone; `compared`: what is compared where only some samples may be known otherwise,
    None: all of them are."""
    connection.execute(read_sql(HERE / "key.sql"))
    today = _day(known)
    _before(connection, previous, known, today, compared)
    labels = dictionary().fields["cause"].allowed or {}
    connection.register("cause_label", pa.table({"cause": list(labels), "label": list(labels.values())}))
    connection.execute(f"CREATE TEMP TABLE causes AS {read_sql(HERE / 'causes.sql')}")
    connection.execute(dictionary().ddl("revision"))
    if stated is not None:
        connection.execute(f"ATTACH {literal(stated.database)} AS stated (READ_ONLY)")
        connection.execute("INSERT INTO revision FROM stated.revision")
        connection.execute("DETACH stated")
    else:
        every = f"SELECT * FROM revision_before UNION ALL BY NAME ({read_sql(HERE / 'revision.sql')})"
        connection.execute(f"INSERT INTO revision BY NAME {every} ORDER BY ALL", {"today": today, "stated_at": known})
    connection.execute(dictionary().ddl("restatement"))
    connection.execute(f"INSERT INTO restatement BY NAME {read_sql(HERE / 'restatement.sql')} ORDER BY ALL")
    connection.execute("DROP TABLE IF EXISTS revision_before")


def _day(moment: datetime.datetime) -> datetime.date:
    """The day of a moment (UTC) in Shanghai."""
    return (moment + datetime.timedelta(hours=8)).date()


def _before(
    connection: duckdb.DuckDBPyConnection,
    previous: Release | None,
    known: datetime.datetime,
    today: datetime.date,
    compared: Compared | None,
) -> None:
    """revision_before: what earlier releases stated; changed: the samples that count otherwise since the previous release."""
    there: set[str] = set()
    connection.execute(dictionary().ddl("revision").replace('CREATE TABLE "revision"', "CREATE TEMP TABLE revision_before"))
    if previous is not None:
        connection.execute(f"ATTACH {literal(previous.database)} AS before (READ_ONLY)")
        there = {name for (name,) in fetch(connection, "SELECT table_name FROM duckdb_tables() WHERE database_name = 'before'")}
    if previous is not None and there >= _NEEDED:
        # By name: a release made before a column was there leaves it empty. One made once more at the same moment takes its place.
        earlier = "INSERT INTO revision_before BY NAME SELECT * FROM before.revision WHERE stated_at < $known"
        connection.execute(earlier, {"known": known})
        stated_at = datetime.datetime.fromisoformat(previous.manifest["known"]).replace(tzinfo=None)
        connection.execute(
            f"INSERT INTO revision_before BY NAME {read_sql(HERE / 'stood.sql')}",
            {"stated_at": stated_at, "stated_on": _day(stated_at), "today": today},
        )
        _sides(connection, compared)
        for when in ("now", "then"):
            connection.execute(f"CREATE TEMP VIEW hashed_{when} AS {read_sql(HERE / 'hashed_member.sql', members=f'member_{when}')}")
        # Tables, one after the other: DuckDB then knows that they are small, and builds on them.
        for name in ("differing_bucket", "differing", "changed_member", "changed"):
            connection.execute(f"CREATE TEMP TABLE {name} AS {read_sql(HERE / f'{name}.sql')}")
    else:
        # The first release, or one made before there were revisions: the triangle begins here.
        empty = (
            "indicator, sample_id, period, region_code, category_code, stage, channel, producer_scale, industry, task_level, '' AS cause"
        )
        connection.execute(f"CREATE TEMP TABLE changed AS SELECT {empty} FROM member LIMIT 0")
    if previous is not None:
        connection.execute("DETACH before")


def _sides(connection: duckdb.DuckDBPyConnection, compared: Compared | None) -> None:
    """What is compared, as <name>_now and <name>_then."""
    for name, query in _COMPARED.items():
        if compared is None:
            connection.execute(f"CREATE TEMP VIEW {name}_now AS {query.format('')}")
            connection.execute(f"CREATE TEMP VIEW {name}_then AS {query.format('before.')}")
        else:
            connection.register(f"{name}_now", compared.now[name])
            connection.register(f"{name}_then", compared.then[name])
