"""Building a release: the database, the tables for people, the manifest; made aside, verified, then flipped to."""

import datetime
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from qmon import __version__, cells, marts
from qmon.cells.spark import SparkError
from qmon.curated import History, knowledge
from qmon.dictionary import describe, dictionary
from qmon.engine import connect, fetch, fetch_dicts, fetch_one
from qmon.indicators import Indicator
from qmon.raw import write_whole
from qmon.release import DATABASE, Release, ReleaseError, changes, flip, latest, revisions, sha256_of, sweep, verify
from qmon.release.invariants import broken_invariants
from qmon.reports import publication, receipts, summary
from qmon.sources.contract import Source


def from_marts(
    curated: Path,
    sources: dict[str, Source],
    indicators: dict[str, Indicator],
    definitions: str,
    known: datetime.datetime,
    passed: Callable[[], dict[str, str]] = dict,
    fill: cells.Fill = cells.here,
) -> Release:
    """Build the release as known at `known` (UTC) aside, verify it, and flip `latest` to it.

    `definitions`: the hash of all definition files; `passed`: waits for the gate, returns its files of the release, name -> text, or raises
    ReleaseError; `fill`: what fills the cells.
    Raises ReleaseError: 12 where an invariant breaks, 14 where it cannot be written. The previous release stays in both cases.
    """
    history = History(curated)
    previous = latest(curated)
    building = curated / "releases" / ".building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        counts = tables(building, history, sources, indicators, known, previous, fill=fill)
        receipts.write(building / DATABASE, building / "receipts", sources, _news(building, previous))
        for name, text in passed().items():
            (building / name).write_text(text, encoding="utf-8")
        manifest = _manifest(building, history, definitions, known, counts, previous)
        folder = building.with_name(manifest["release"])
        write_whole(building / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        verify(Release(building))
        _settle(building)
        _place(building, folder)
    except (duckdb.Error, OSError, SparkError) as error:
        raise ReleaseError(f"发布未能完成：{error}", 14) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)  # a failed one gives its room back at once
    flip(curated, folder)
    sweep(curated)
    return Release(folder)


def tables(
    folder: Path,
    history: History,
    sources: dict[str, Source],
    indicators: dict[str, Indicator],
    known: datetime.datetime,
    previous: Release | None,
    stated: Release | None = None,
    fill: cells.Fill = cells.here,
) -> dict[str, int]:
    """Write into `folder` what a release is by content: qmon.duckdb and the summary tables, from a history as known at `known` and what
    the `previous` release stated, or, where that is gone, from the revisions that this very release `stated`. Returns the number of rows
    of each table. Raises ReleaseError 12."""
    counts = _database(folder / DATABASE, history, sources, indicators, known, previous, stated, fill)
    summary.write(folder, indicators)
    today = (known + datetime.timedelta(hours=8)).date()  # in Shanghai
    broken = publication.write(folder, indicators, today)
    if broken:
        raise ReleaseError("公布的表互相矛盾：" + "；".join(one.sentence for one in broken[:20]), 12)
    return counts


def _database(
    path: Path,
    history: History,
    sources: dict[str, Source],
    indicators: dict[str, Indicator],
    known: datetime.datetime,
    previous: Release | None,
    stated: Release | None,
    fill: cells.Fill,
) -> dict[str, int]:
    """Write qmon.duckdb, every table and column commented; returns the number of rows of each table. Raises ReleaseError 12."""
    scratch = path.with_suffix(".spill")
    with connect(path, spill=scratch) as connection:
        knowledge.from_history(connection, history, sources, known)
        cells.from_curated(connection, indicators, fill)
        marts.from_cells(connection, indicators, sources, known.date())
        revisions.from_marts(connection, known, previous, stated)
        changes.from_revisions(connection, indicators)
        broken = broken_invariants(connection)
        if broken:
            raise ReleaseError("发布前核对不符（N01）：" + "；".join(broken), 12)
        connection.execute(dictionary().ddl("dictionary"))
        rows = describe(connection, marts.meanings(), dictionary())
        connection.register("dictionary_rows", pa.Table.from_pylist(rows, dictionary().arrow_schema("dictionary")))
        connection.execute("INSERT INTO dictionary SELECT * FROM dictionary_rows ORDER BY table_name, column_name")
        counts = {name: int(fetch_one(connection, f'SELECT count(*) FROM "{name}"')[0]) for name in _tables(connection)}
        connection.execute("CHECKPOINT")
    shutil.rmtree(scratch, ignore_errors=True)
    return counts


def _news(building: Path, previous: Release | None) -> set[str]:
    """The deliveries that the previous release did not have, or had with another status: each of them gets a receipt."""
    told = {row["delivery_id"]: row["delivery_status"] for row in previous.manifest["inputs"]} if previous is not None else {}
    with connect(building / DATABASE, read_only=True) as connection:
        return {
            delivery
            for delivery, status in fetch(connection, "SELECT delivery_id, delivery_status FROM delivery")
            if told.get(delivery) != status
        }


def _manifest(
    building: Path,
    history: History,
    definitions: str,
    known: datetime.datetime,
    counts: dict[str, int],
    previous: Release | None,
) -> dict[str, Any]:
    with connect(building / DATABASE, read_only=True) as connection:
        inputs = fetch_dicts(connection, "SELECT delivery_id, source, file, sha256, delivery_status FROM delivery ORDER BY delivery_id")
        content = content_hashes(connection)
    digest = hashlib.sha256(json.dumps([definitions, inputs, content], ensure_ascii=False).encode()).hexdigest()
    before = previous.manifest if previous is not None else None
    return {
        "release": f"{known:%Y%m%dT%H%M%SZ}-{digest[:8]}",
        "known": known.isoformat(),
        "code_version": __version__,
        "definitions": definitions,
        "inputs": inputs,
        "rows": counts,
        "content": content,
        "files": {path.relative_to(building).as_posix(): sha256_of(path) for path in sorted(building.rglob("*")) if path.is_file()},
        "previous": before["release"] if before else None,
        "diff": _diff(before, inputs, counts),
    }


def _diff(before: dict[str, Any] | None, inputs: list[dict[str, Any]], counts: dict[str, int]) -> dict[str, Any]:
    """What changed since the previous release: deliveries that came, whose status changed, and rows by table."""
    old = {row["delivery_id"]: row["delivery_status"] for row in before["inputs"]} if before else {}
    rows = before["rows"] if before else {}
    return {
        "deliveries_added": [row["file"] for row in inputs if row["delivery_id"] not in old],
        "deliveries_changed": [
            row["file"] for row in inputs if old.get(row["delivery_id"], row["delivery_status"]) != row["delivery_status"]
        ],
        "rows": {table: count - rows.get(table, 0) for table, count in counts.items() if count != rows.get(table, 0)},
    }


def content_hashes(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """A hash of each table's content that does not depend on the order of rows: two builds of one database differ in bytes."""
    hashes = {}
    for name in _tables(connection):
        found = fetch_one(connection, f'SELECT count(*), bit_xor(hash(t)), sum(CAST(hash(t) AS HUGEINT)) FROM "{name}" AS t')
        hashes[name] = hashlib.sha256(str(found).encode()).hexdigest()[:32]
    return hashes


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        name
        for (name,) in fetch(
            connection,
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary ORDER BY ALL",
        )
    ]


def _place(building: Path, folder: Path) -> None:
    """The new release under its name. One of the same content made before stays, unless its files were damaged since."""
    if folder.exists():
        try:
            verify(Release(folder))
            return
        except (ReleaseError, duckdb.Error, OSError, ValueError):
            folder.rename(building.with_name(".damaged"))
    building.rename(folder)


def _settle(folder: Path) -> None:
    """Bytes to the disk before the rename."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
