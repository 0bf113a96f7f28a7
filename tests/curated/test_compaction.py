"""Compaction: what small deliveries say is read from one folder, the same as from each; they stay, and the copy may go at any time."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from qmon import gate, intake
from qmon.curated import History, compaction
from qmon.engine import connect, fetch
from tests.conftest import Office
from tests.once import once
from tests.release.ten_samples import deliver

TABLES = ("delivery", "sample", "result", "finding", "quarantine")


def content(history: History, deliveries: set[str] | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the history, by table."""
    with connect() as connection:
        return {table: sorted(fetch(connection, f"SELECT * {history.rows(connection, table, deliveries)}"), key=repr) for table in TABLES}


@once
def take_in_six(office: Office) -> None:
    """Two deliveries at a time, in the history and not yet released."""
    for nth in range(3):
        deliver(office, numbers=range(10 * nth, 10 * nth + 10), name=str(nth))
        office.take_in()


def six_deliveries(office: Office) -> History:
    take_in_six(office)
    return History(office.curated)


@pytest.mark.parametrize(("many", "there"), [(5, 1), (6, 1), (7, 0)])
def test_at_the_end_of_a_night_so_many_small_deliveries_are_copied_together(
    office: Office, monkeypatch: pytest.MonkeyPatch, many: int, there: int
) -> None:
    monkeypatch.setattr(compaction, "MANY", many)
    history = six_deliveries(office)
    office.night()
    assert len(compaction.compacted(office.curated)) == there
    assert len(list(history.deliveries())) == 6


def test_the_rows_are_those_of_the_deliveries(office: Office) -> None:
    history = six_deliveries(office)
    loose, deliveries = content(history), set(history.deliveries())
    assert compaction.compact(history, deliveries) == 0  # too few
    with pytest.MonkeyPatch.context() as few:
        few.setattr(compaction, "MANY", 2)
        assert compaction.compact(history, deliveries) == 6
        assert compaction.compact(history, deliveries) == 0  # none lies loose any more
    assert len(history.files("result")) == 1
    assert content(history) == loose
    shutil.rmtree(office.curated / "compacted")
    assert content(history) == loose


def test_some_of_the_deliveries_are_read_from_themselves(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "MANY", 2)
    history = six_deliveries(office)
    deliveries = list(history.deliveries())
    for first in (0, 2, 4):
        compaction.compact(history, set(deliveries[: first + 2]))
    some = set(deliveries[1:])
    assert len(history.files("delivery", some)) == 3  # two copies whole, and one delivery of the first
    together = content(history, some)
    shutil.rmtree(office.curated / "compacted")
    assert content(history, some) == together


def test_many_go_into_several_folders(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "MANY", 2)
    monkeypatch.setattr(compaction, "MOST", 4)
    history = six_deliveries(office)
    loose = content(history)
    assert compaction.compact(history, set(history.deliveries())) == 6
    assert sorted(len(one.deliveries) for one in compaction.compacted(office.curated)) == [2, 4]
    assert content(history) == loose


def test_what_comes_in_many_small_deliveries_is_copied_before_it_is_looked_at(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "MANY", 6)
    history = six_deliveries(office)
    looked_at: list[int] = []
    from_history = gate.from_history

    def looking(history: History, fresh: set[str], *others: Any) -> gate.Verdict:
        looked_at.append(len(history.files("result", fresh)))
        return from_history(history, fresh, *others)

    monkeypatch.setattr(gate, "from_history", looking)
    assert office.night().exit_code == 0
    assert (looked_at, len(history.files("result"))) == ([1], 1)


def test_only_what_is_released_and_small_is_copied(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    history = six_deliveries(office)
    first, second, *others = history.deliveries()
    monkeypatch.setattr(compaction, "MANY", 2)
    sizes = {one: sum(path.stat().st_size for path in (history.folder / one).iterdir()) for one in history.deliveries()}
    monkeypatch.setattr(compaction, "SMALL_BYTES", max(sizes.values()))
    released = set(sizes) - {second}
    compaction.compact(history, released)
    (found,) = compaction.compacted(office.curated)
    assert found.deliveries == {one for one in released if sizes[one] < max(sizes.values())}


def test_a_delivery_that_is_taken_in_again_is_read_as_it_is_then(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "MANY", 2)
    history = six_deliveries(office)
    before = content(history)
    assert compaction.compact(history, set(history.deliveries())) == 6
    for receipt in office.store.receipts():
        intake.ingest(office.settings, receipt, again=True)
    assert len(compaction.compacted(office.curated)) == 0
    assert content(history) == before


def test_what_a_killed_night_left_goes_first(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    history = six_deliveries(office)
    left: Path = office.curated / "compacted" / ".making"
    left.mkdir(parents=True)
    (left / "sample.parquet").write_bytes(b"half")
    loose = content(history)
    monkeypatch.setattr(compaction, "MANY", 2)
    compaction.compact(history, set(history.deliveries()))
    assert not left.exists()
    assert content(history) == loose


@pytest.mark.parametrize("file", ["result.parquet", "contents.json"])
def test_a_copy_from_which_a_file_was_taken_is_not_read(office: Office, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    history = six_deliveries(office)
    loose = content(history)
    monkeypatch.setattr(compaction, "MANY", 2)
    compaction.compact(history, set(history.deliveries()))
    (found,) = compaction.compacted(office.curated)
    (found.folder / file).unlink()
    assert content(history) == loose
    assert compaction.compact(history, set(history.deliveries())) == 6  # made again
    assert len(list((office.curated / "compacted").iterdir())) == len(compaction.compacted(office.curated)) == 1


def test_a_copy_that_was_cut_short_is_not_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    history = six_deliveries(office)
    loose = content(history)
    monkeypatch.setattr(compaction, "MANY", 2)
    compaction.compact(history, set(history.deliveries()))
    (found,) = compaction.compacted(office.curated)
    with (found.folder / "sample.parquet").open("rb+") as cut:
        cut.truncate(100)
    assert content(history) == loose
