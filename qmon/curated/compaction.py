"""Compaction: many small deliveries of the history, copied together into one folder that is read in their place; they stay as they are.

A night opens every file of what it reads, and hundreds of small ones take longer than what is in them. A compacted folder holds the rows of
its deliveries, each with its delivery_id, and nothing else: it may be deleted at any time, and is made again.
"""

import hashlib
import json
import os
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qmon.engine import connect, write_parquet

if TYPE_CHECKING:
    from qmon.curated import History

MANY = 500  # so many small deliveries that lie loose are copied together
MOST = 1_000  # in one folder: DuckDB keeps some hundred kilobytes in memory for each file that it reads
SMALL_BYTES = 2_000_000
_CONTENTS = "contents.json"


class Compacted(NamedTuple):
    """A folder with one Parquet file a table, over all rows of its deliveries."""

    folder: Path
    deliveries: frozenset[str]


def compacted(curated: Path) -> list[Compacted]:
    """What is there whole: of a folder from which a file was taken, or in which one is shorter than it was written, nothing is read."""
    found = sorted(path.parent for path in (curated / "compacted").glob(f"[!.]*/{_CONTENTS}"))
    return [
        Compacted(folder, frozenset(_contents(folder)["deliveries"]))
        for folder in found
        if all(_bytes(folder / name) == n for name, n in _contents(folder)["bytes"].items())
    ]


@cache
def _contents(folder: Path) -> dict[str, Any]:
    """What a folder was written with; its name is a digest of that, and it never changes."""
    contents: dict[str, Any] = json.loads((folder / _CONTENTS).read_text(encoding="utf-8"))
    return contents


def _bytes(path: Path) -> int | None:
    return path.stat().st_size if path.exists() else None


def compact(history: "History", deliveries: set[str]) -> int:
    """Copy the small ones of some deliveries that lie loose together, where they are MANY; returns how many they are.

    What a killed night left of a copy, and what is not whole, goes first. Raises OSError, duckdb.Error."""
    there = compacted(history.curated)
    for left in set((history.curated / "compacted").glob("*")) - {one.folder for one in there}:
        shutil.rmtree(left)
    loose = deliveries.intersection(history.deliveries()).difference(*(one.deliveries for one in there))
    if len(loose) < MANY:
        return 0
    small = sorted(one for one in loose if sum(path.stat().st_size for path in (history.folder / one).iterdir()) < SMALL_BYTES)
    if len(small) < MANY:
        return 0
    for first in range(0, len(small), MOST):
        _copy(history, small[first : first + MOST])
    return len(small)


def _copy(history: "History", deliveries: list[str]) -> None:
    """Copy deliveries together: there by one rename, after the bytes are on the disk."""
    top = history.curated / "compacted"
    making = top / ".making"
    making.mkdir(parents=True)
    with connect(spill=making / "spill") as connection:
        for table in sorted({path.stem for one in deliveries for path in (history.folder / one).glob("*.parquet")}):
            rows = history.rows(connection, table, set(deliveries))
            write_parquet(connection, f"SELECT * {rows}", making / f"{table}.parquet")
    shutil.rmtree(making / "spill", ignore_errors=True)
    contents = {"deliveries": deliveries, "bytes": {path.name: path.stat().st_size for path in making.iterdir()}}
    written = json.dumps(contents)
    (making / _CONTENTS).write_text(written, encoding="utf-8")
    for path in making.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    making.rename(top / hashlib.sha256(written.encode()).hexdigest()[:16])


def forget(curated: Path, delivery_id: str) -> None:
    """Remove the copy of a delivery, which is about to be replaced, and with it those of its neighbours; by a rename first, so that nobody
    reads half a folder."""
    for one in compacted(curated):
        if delivery_id in one.deliveries:
            gone = one.folder.with_name(f".{one.folder.name}")
            one.folder.rename(gone)
            shutil.rmtree(gone)
