"""curated: the append-only history in Parquet. A delivery is there whole or not at all; nothing in it is ever rewritten."""

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

from qmon import history_form
from qmon.curated import compaction
from qmon.definitions import DefinitionError
from qmon.dictionary import dictionary
from qmon.engine import connect, fetch
from qmon.sql import literals

if TYPE_CHECKING:
    from qmon.judged import Judged

CURRENT = "known_to = TIMESTAMP 'infinity' AND valid_to = DATE 'infinity'"  # what is known now to stand finally


class HistoryDamaged(OSError):
    """The history does not hold what its deliveries say."""


class History(NamedTuple):
    """The folder of the history: one subfolder a delivery, one Parquet file a table in it."""

    curated: Path

    @property
    def folder(self) -> Path:
        return self.curated / "history"

    def holds(self, delivery_id: str) -> bool:
        """Whether a delivery is there; a folder without its row is none, and is taken in again."""
        return os.path.exists(f"{self.folder}/{delivery_id}/delivery.parquet")  # of a hundred thousand, a Path each would take a second

    def deliveries(self) -> Iterator[str]:
        """The deliveries in the history, by name."""
        if self.folder.exists():
            yield from filter(self.holds, sorted(os.listdir(self.folder)))

    def outdated(self, deliveries: Iterable[str]) -> set[str]:
        """Those of some deliveries that are of an older form, and to be taken in again.

        Raises DefinitionError where one is of a newer form than this qmon knows: what it would read might not be what was written."""
        known = set(filter(self.holds, deliveries))
        if not known:
            return set()
        with connect() as connection:
            rows = fetch(connection, f"SELECT delivery_id, coalesce(history_form, 1) {self.rows(connection, 'delivery', known)}")
        newer = [f"{delivery}（格式 {form}）" for delivery, form in rows if form > history_form.newest()]
        if newer:
            raise DefinitionError(f"历史由更新的版本写成，本版本只识格式 {history_form.newest()}，请更新 qmon：{'、'.join(newer[:3])}")
        return {delivery for delivery, form in rows if form < history_form.newest()}

    def files(self, table: str, deliveries: set[str] | None = None) -> list[str]:
        """The Parquet files of a table, of all deliveries or of some; of those that are compacted, one for all of them."""
        wanted = set(self.deliveries()) if deliveries is None else deliveries
        together = [one for one in compaction.compacted(self.curated) if one.deliveries <= wanted]
        loose = wanted.difference(*(one.deliveries for one in together))
        folders = [*(one.folder for one in together), *(self.folder / one for one in sorted(loose))]
        return [str(path) for path in (folder / f"{table}.parquet" for folder in folders) if path.exists()]

    def rows(self, connection: duckdb.DuckDBPyConnection, table: str, deliveries: set[str] | None = None, temporary: bool = True) -> str:
        """A FROM clause over the rows of a table, of all deliveries or of some; it makes an empty table no_<table> in the connection.

        A column that came into the dictionary after a delivery is null in its rows.
        """
        kind = "TEMP TABLE" if temporary else "TABLE"
        columns = dictionary().ddl(table).removeprefix(f'CREATE TABLE "{table}"')
        connection.execute(f"CREATE {kind} IF NOT EXISTS no_{table}{columns}")
        files = self.files(table, deliveries)
        if not files:
            return f"FROM no_{table}"
        return f"FROM (FROM no_{table} UNION ALL BY NAME FROM read_parquet({literals(files)}, union_by_name = true))"

    def row(self, delivery_id: str) -> dict[str, Any] | None:
        """The row of the table delivery; None where the history does not hold it."""
        import pyarrow.parquet as pq

        path = self.folder / delivery_id / "delivery.parquet"
        return dict(pq.read_table(path).to_pylist()[0]) if path.exists() else None


def from_judged(judged: "Judged", history: History, again: bool = False) -> Path:
    """Add a judged delivery to the history by one rename, after its bytes are on the disk.

    A delivery that is there already, or comes there meanwhile from another machine, stays, unless it is taken in `again` (a backfill):
    then the new folder takes its place. A night cut between the two renames leaves the delivery out of the history, so that the next one
    takes it in from its kept bytes.
    """
    target = history.folder / str(judged.delivery["delivery_id"])
    if history.holds(target.name) and not again:
        shutil.rmtree(judged.folder)
        return target
    for path in judged.folder.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        compaction.forget(history.curated, target.name)
        target.rename(judged.folder.with_name("replaced"))  # beside the scratch files of the delivery, which go next
    try:
        judged.folder.rename(target)
    except OSError:
        if again or not history.holds(target.name):
            raise
    return target
