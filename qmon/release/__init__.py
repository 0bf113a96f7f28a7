"""release: a folder with qmon.duckdb, tables for people and a manifest, built aside, verified, and made `latest` by one rename."""

import datetime
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from qmon import __version__, cells, marts
from qmon.curated import History, knowledge
from qmon.dictionary import describe, dictionary
from qmon.engine import connect, fetch, fetch_dicts, fetch_one
from qmon.indicators import Indicator
from qmon.raw import write_whole
from qmon.release.invariants import broken_invariants
from qmon.reports import summary
from qmon.sources.contract import Source

KEEP = 10  # the newest releases that stay; beyond them the last of each month stays
_DATABASE = "qmon.duckdb"


class ReleaseError(Exception):
    """The release could not be made (exit 14), or breaks an invariant (exit 12); the previous one stays."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class Release(NamedTuple):
    """A release on the disk."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / _DATABASE

    @property
    def manifest(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return content


def latest(curated: Path) -> Release | None:
    """The release that `latest` points at, or None."""
    link = curated / "latest"
    return Release(link.resolve()) if link.exists() else None


def from_marts(
    curated: Path,
    sources: dict[str, Source],
    indicators: dict[str, Indicator],
    definitions: str,
    known: datetime.datetime,
    validation: dict[str, str] | None = None,
) -> Release:
    """Build the release as known at `known` (UTC) aside, verify it, and flip `latest` to it.

    `definitions`: the hash of all definition files; `validation`: further files of the release, name -> text.
    Raises ReleaseError: 12 where an invariant breaks, 14 where it cannot be written. The previous release stays in both cases.
    """
    history = History(curated)
    previous = latest(curated)
    building = curated / "releases" / ".building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        counts = _database(building / _DATABASE, history, sources, indicators, known)
        summary.write(building, indicators)
        for name, text in (validation or {}).items():
            (building / name).write_text(text, encoding="utf-8")
        manifest = _manifest(building, history, definitions, known, counts, previous)
        folder = building.with_name(manifest["release"])
        write_whole(building / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        verify(Release(building))
        _settle(building)
        if folder.exists():  # the same content, made once before
            verify(Release(folder))
        else:
            building.rename(folder)
    except (duckdb.Error, OSError) as error:
        raise ReleaseError(f"发布未能完成：{error}", 14) from error
    flip(curated, folder)
    sweep(curated)
    return Release(folder)


def _database(path: Path, history: History, sources: dict[str, Source], indicators: dict[str, Indicator], known: datetime.datetime) -> dict[str, int]:
    """Write qmon.duckdb, every table and column commented; returns the number of rows of each table. Raises ReleaseError 12."""
    scratch = path.with_suffix(".spill")
    with connect(path, spill=scratch) as connection:
        knowledge.from_history(connection, history, sources, known)
        cells.from_curated(connection, indicators)
        marts.from_cells(connection, indicators)
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


def _manifest(
    building: Path, history: History, definitions: str, known: datetime.datetime, counts: dict[str, int], previous: Release | None
) -> dict[str, Any]:
    with connect(building / _DATABASE, read_only=True) as connection:
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
        "files": {path.name: _sha256(path) for path in sorted(building.iterdir()) if path.is_file()},
        "previous": before["release"] if before else None,
        "diff": _diff(before, inputs, counts),
    }


def _diff(before: dict[str, Any] | None, inputs: list[dict[str, Any]], counts: dict[str, int]) -> dict[str, Any]:
    """What changed since the previous release: deliveries that came, whose status changed, and rows by table."""
    old = {row["delivery_id"]: row["delivery_status"] for row in before["inputs"]} if before else {}
    rows = before["rows"] if before else {}
    return {
        "deliveries_added": [row["file"] for row in inputs if row["delivery_id"] not in old],
        "deliveries_changed": [row["file"] for row in inputs if old.get(row["delivery_id"], row["delivery_status"]) != row["delivery_status"]],
        "rows": {table: count - rows.get(table, 0) for table, count in counts.items() if count != rows.get(table, 0)},
    }


def content_hashes(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """A hash of each table's content that does not depend on the order of rows: two builds of one database differ in bytes."""
    hashes = {}
    for name in _tables(connection):
        found = fetch_one(connection, f'SELECT count(*), bit_xor(md5_number(CAST(t AS VARCHAR))), sum(hash(CAST(t AS VARCHAR))::HUGEINT) FROM "{name}" AS t')
        hashes[name] = hashlib.sha256(str(found).encode()).hexdigest()[:32]
    return hashes


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [name for (name,) in fetch(connection, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary ORDER BY ALL")]


def verify(release: Release) -> None:
    """Open the database alone and hold every file against the manifest. Raises ReleaseError 14."""
    manifest = release.manifest
    for name, digest in manifest["files"].items():
        if _sha256(release.folder / name) != digest:
            raise ReleaseError(f"文件 {name} 与清单不符", 14)
    with connect(release.database, read_only=True) as connection:
        for table, count in manifest["rows"].items():
            if fetch_one(connection, f'SELECT count(*) FROM "{table}"') != (count,):
                raise ReleaseError(f"表 {table} 的行数与清单不符", 14)


def flip(curated: Path, folder: Path) -> None:
    """Make `latest` point at `folder` by one rename: readers see the old or the new release, whole."""
    link = curated / ".latest.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / folder.name)
    link.replace(curated / "latest")


def sweep(curated: Path) -> None:
    """Remove what cut-short nights left behind, and releases beyond retention: the newest KEEP and the last of each month stay."""
    shutil.rmtree(curated / "releases" / ".building", ignore_errors=True)
    shutil.rmtree(curated / "staging", ignore_errors=True)
    for path in (curated / "kept").glob("*.part"):
        path.unlink()
    current = latest(curated)
    found = sorted((path for path in (curated / "releases").glob("*") if path.is_dir() and not path.name.startswith(".")), reverse=True)
    stays = set(found[:KEEP])
    months: set[str] = set()
    for path in found:
        if path.name[:6] not in months:
            months.add(path.name[:6])
            stays.add(path)
    for path in found:
        if path not in stays and (current is None or path != current.folder):
            shutil.rmtree(path)


def _settle(folder: Path) -> None:
    """Bytes to the disk before the rename."""
    for path in folder.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
