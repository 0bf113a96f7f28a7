"""Forward from a delivery: the samples that its records tell of, and every number of the latest release that they are counted in."""

from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from qmon.engine import connect, fetch, fetch_dicts
from qmon.release import NotThere, Release, sha256_of
from qmon.sql import read_sql

HERE = Path(__file__).parent


class Impact(NamedTuple):
    """A delivery; the samples that its records tell of, as they are known now or were before; its decisions; the rates that it touches."""

    delivery: dict[str, Any]
    samples: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    rates: list[dict[str, Any]]


def of(release: Release, what: str) -> list[Impact]:
    """The impact of each delivery that `what` names, in the order of receipt: a delivery_id, the path as delivered, or a file on the disk,
    known by its bytes. Raises NotThere."""
    with connect(release.database, read_only=True) as connection:
        named = fetch(
            connection,
            "SELECT delivery_id FROM delivery WHERE $what IN (delivery_id, file) OR sha256 = $sha256 ORDER BY received_at, file",
            {"what": what, "sha256": sha256_of(Path(what)) if Path(what).is_file() else None},
        )
        if not named:
            raise NotThere(f"最新发布中没有这件交付：{what}（可用交付编号、交付时的路径，或磁盘上的文件）")
        return [_impact(connection, delivery_id) for (delivery_id,) in named]


def _impact(connection: duckdb.DuckDBPyConnection, delivery_id: str) -> Impact:
    given = {"delivery_id": delivery_id}
    (delivery,) = fetch_dicts(connection, "FROM delivery WHERE delivery_id = $delivery_id", given)
    samples, decisions, rates = (
        fetch_dicts(connection, read_sql(HERE / f"impact_{part}.sql"), given) for part in ("samples", "decisions", "rates")
    )
    return Impact(delivery, samples, decisions, rates)
