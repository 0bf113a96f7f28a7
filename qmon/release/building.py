"""Building a release: the database, the tables for people, the manifest; made aside, verified, then flipped to."""

import datetime
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from qmon import __version__, cells, marts
from qmon.cells.spark import SparkError
from qmon.curated import History, knowledge
from qmon.dictionary import describe, dictionary
from qmon.engine import connect, fetch, fetch_dicts
from qmon.findings import define_finding_id
from qmon.indicators import Indicator
from qmon.marts import counted
from qmon.release import DATABASE, Release, ReleaseError, carrying, changes, flip, latest, revisions, sha256_of, sweep, verify
from qmon.release.invariants import broken_invariants
from qmon.reports import publication, receipts, summary
from qmon.sources.contract import Source
from qmon.whole import write_whole

LEAST_ROWS = 200_000  # results of the previous release; with fewer, all is made anew as quickly


class Made(NamedTuple):
    """A database: what each table adds up to, and why it was made anew, where it was not carried on from the release before."""

    tables: dict[str, carrying.Sums]
    anew: str | None


def from_marts(
    curated: Path,
    sources: dict[str, Source],
    indicators: dict[str, Indicator],
    definitions: str,
    known: datetime.datetime,
    passed: Callable[[], dict[str, str]] = dict,
    fill: cells.Fill = cells.here,
    anew: bool = False,
) -> Release:
    """Build the release as known at `known` (UTC) aside, verify it, and flip `latest` to it.

    `definitions`: the hash of all definition files; `passed`: waits for the gate, returns its files of the release, name -> text, or raises
    ReleaseError; `fill`: what fills the cells; `anew`: nothing is carried over from the previous release, though it might be.
    Raises ReleaseError: 12 where an invariant breaks, 14 where it cannot be written. The previous release stays in both cases.
    """
    history = History(curated)
    previous = latest(curated)
    building = curated / "releases" / ".building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        why = "要求重做" if anew or fill is not cells.here else _anew(previous, history, definitions, known)
        with ThreadPoolExecutor(1) as beside:
            beside.submit(publication.make_ready)  # while this thread waits for DuckDB
            made = _database(building / DATABASE, history, sources, indicators, known, previous, None, fill, why)
        # Open until all is made of it: to open it anew for each table and page would take longer than some of them.
        with connect(building / DATABASE, read_only=True):
            with ThreadPoolExecutor(2) as beside:
                # The database is whole: it goes to the disk, and is hashed, while what people read is made of it.
                synced = beside.submit(_sync, building / DATABASE)
                hashed = beside.submit(sha256_of, building / DATABASE)
                _for_people(building, indicators, known)
                receipts.write(building / DATABASE, building / "receipts", sources, _news(building, previous))
                synced.result()
                digest = hashed.result()
            for name, text in passed().items():
                (building / name).write_text(text, encoding="utf-8")
            manifest = _manifest(building, definitions, known, made, previous, digest)
        folder = building.with_name(manifest["release"])
        write_whole(building / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        for path in building.rglob("*"):
            if path.is_file() and path.name != DATABASE:
                _sync(path)
        verify(Release(building), written=True)
        _place(building, folder)
    except (duckdb.Error, OSError, SparkError) as error:
        if previous is not None and _damaged(previous):  # what it stated before is in it alone
            remedy = "请从备份恢复该文件，或让 latest 指向较早的一次发布"
            raise ReleaseError(f"前一次发布的数据库已损坏，无法读取：{previous.database}；{remedy}", 14) from error
        raise ReleaseError(f"发布未能完成：{error}", 14) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)  # a failed one gives its room back at once
    flip(curated, folder)
    with suppress(OSError, ReleaseError):  # it is published; what is not swept now is swept later
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
) -> None:
    """Write into `folder` what a release is by content: qmon.duckdb and the summary tables, from a history as known at `known` and what
    the `previous` release stated, or, where that is gone, from the revisions that this very release `stated`; all of it made anew.
    Raises ReleaseError 12."""
    _database(folder / DATABASE, history, sources, indicators, known, previous, stated, fill, "")
    _for_people(folder, indicators, known)


def _for_people(folder: Path, indicators: dict[str, Indicator], known: datetime.datetime) -> None:
    """Write what people read, of the database in `folder`. Raises ReleaseError 12 where printed tables contradict each other."""
    summary.write(folder, indicators)
    today = (known + datetime.timedelta(hours=8)).date()  # in Shanghai
    broken = publication.write(folder, indicators, today)
    if broken:
        raise ReleaseError("公布的表互相矛盾：" + "；".join(one.sentence for one in broken[:20]), 12)


def _database(
    path: Path,
    history: History,
    sources: dict[str, Source],
    indicators: dict[str, Indicator],
    known: datetime.datetime,
    previous: Release | None,
    stated: Release | None,
    fill: cells.Fill,
    anew: str | None,
) -> Made:
    """Write qmon.duckdb, every table and column commented. Raises ReleaseError 12.

    anew: why nothing is carried on from the database of the previous release; None where it may be."""
    scratch = path.with_suffix(".spill")
    carried = None
    if anew is None and previous is not None:
        found = carrying.carried(path, history, sources, indicators, known, previous)
        carried, anew = (None, found) if isinstance(found, str) else (found, None)
    with connect(path, spill=scratch) as connection:
        if carried is None:
            knowledge.from_history(connection, history, sources, known)
            cells.from_curated(connection, indicators, fill)
            counted.from_curated(connection, indicators)
        else:
            define_finding_id(connection)
            knowledge.views(connection)
            counted.register_units(connection)
        cells.macros(connection, indicators)
        with marts.from_cells(connection, indicators, sources, known.date()):
            revisions.from_marts(connection, known, previous, stated, carried.compared if carried is not None else None)
            changes.from_revisions(connection, indicators)
            broken = broken_invariants(connection)
        if broken:
            raise ReleaseError("发布前核对不符（N01）：" + "；".join(broken), 12)
        connection.execute(dictionary().ddl("dictionary"))
        rows = describe(connection, marts.meanings(), dictionary())
        connection.register("dictionary_rows", pa.Table.from_pylist(rows, dictionary().arrow_schema("dictionary")))
        connection.execute("INSERT INTO dictionary SELECT * FROM dictionary_rows ORDER BY table_name, column_name")
        known_sums = carried.sums if carried is not None else {}
        summed = {name: carrying.sums(connection, f'"{name}"') for name in _tables(connection) if name not in known_sums}
        connection.execute("CHECKPOINT")
    shutil.rmtree(scratch, ignore_errors=True)
    return Made(dict(sorted((summed | known_sums).items())), anew)


def _anew(previous: Release | None, history: History, definitions: str, known: datetime.datetime) -> str | None:
    """Why a release is not carried on from the previous one; None where it may be."""
    if previous is None:
        return "第一次发布"
    manifest = previous.manifest
    if manifest["rows"].get("result_history", 0) < LEAST_ROWS:
        return f"检验结果不足 {LEAST_ROWS} 条"
    if manifest["definitions"] != definitions:
        return "定义或代码已变"
    if manifest["known"][:7] != known.isoformat()[:7]:
        return "每月第一次发布"  # so that no error of carrying could last
    if manifest["known"] > known.isoformat():
        return "早于前一次发布"
    held = {row["delivery_id"] for row in manifest["inputs"]}
    return None if held <= set(history.deliveries()) else "前一次发布的交付已不在历史中"


def _damaged(release: Release) -> bool:
    """Whether the bytes of a release's database are not those of its manifest, or cannot be read."""
    try:
        return bool(sha256_of(release.database) != release.manifest["files"][DATABASE])
    except OSError:
        return True


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
    definitions: str,
    known: datetime.datetime,
    made: Made,
    previous: Release | None,
    database: str,
) -> dict[str, Any]:
    with connect(building / DATABASE, read_only=True) as connection:
        inputs = fetch_dicts(connection, "SELECT delivery_id, source, file, sha256, delivery_status FROM delivery ORDER BY delivery_id")
    content = {name: one.digest for name, one in made.tables.items()}
    counts = {name: one.n for name, one in made.tables.items()}
    digest = hashlib.sha256(json.dumps([definitions, inputs, content], ensure_ascii=False).encode()).hexdigest()
    before = previous.manifest if previous is not None else None
    files = sorted(path.relative_to(building).as_posix() for path in building.rglob("*") if path.is_file())
    return {
        "release": f"{known:%Y%m%dT%H%M%SZ}-{digest[:8]}",
        "known": known.isoformat(),
        "code_version": __version__,
        "definitions": definitions,
        "inputs": inputs,
        "rows": counts,
        "content": content,
        "sums": {name: list(made.tables[name]) for name in carrying.REPLACED},
        "files": {name: database if name == DATABASE else sha256_of(building / name) for name in files},
        "previous": before["release"] if before else None,
        "anew": made.anew,
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
    return {name: carrying.sums(connection, f'"{name}"').digest for name in _tables(connection)}


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


def _sync(path: Path) -> None:
    """The bytes of a file to the disk, before any rename."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
