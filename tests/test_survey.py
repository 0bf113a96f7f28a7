"""Surveying data/raw: bytes are read once, as long as their file is as it was; receipts are read together once they are many."""

import errno
import hashlib
import os
from pathlib import Path
from typing import BinaryIO, NoReturn

import pytest

from qmon import raw, received
from tests.conftest import Office

FILE = "food_sampling_system/a.csv"


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as written long ago."""
    monkeypatch.setattr(raw, "SETTLED_NS", -(10**18))


def survey(office: Office, keep: bool = True) -> list[str]:
    """The hashes of what is new."""
    found = raw.survey(office.raw, office.store, ["food_sampling_system"], office.now, 0, keep)
    return [receipt.sha256[:4] for receipt in found.new]


def reads(*_: object) -> NoReturn:
    raise AssertionError("bytes were read")


def test_a_file_that_is_as_it_was_is_not_read_again(office: Office, settled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    office.deliver(FILE, "1")
    assert len(survey(office)) == 1
    monkeypatch.setattr(raw.hashlib, "file_digest", reads)
    assert survey(office) == survey(office, keep=False) == []


def test_other_bytes_of_the_same_length_and_time_are_noticed(office: Office, settled: None) -> None:
    path = office.deliver(FILE, "1")
    survey(office)
    was = path.stat()
    path.write_text("2", encoding="utf-8")
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert survey(office) == ["d473"]


def test_a_file_written_just_now_is_read_again(office: Office) -> None:
    office.deliver(FILE, "1")
    survey(office)
    assert not (office.curated / "seen.json").exists()


@pytest.mark.parametrize("content", ["", '{"food', "[1", '{"food": [1]}', "[[1]]", "1"])
def test_what_only_saves_work_may_be_damaged_or_of_another_form(
    office: Office, settled: None, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setattr(received, "MANY", 0)
    office.deliver(FILE, "1")
    survey(office)
    for name in ("seen.json", "received.json"):
        (office.curated / name).write_text(content, encoding="utf-8")
    assert (survey(office), numbers(office)) == ([], ["a"])


def test_a_rehearsal_remembers_nothing(office: Office, settled: None) -> None:
    office.deliver(FILE, "1")
    survey(office, keep=False)
    assert not office.curated.exists()


def test_a_known_file_whose_kept_bytes_are_gone_is_kept_again(office: Office, settled: None) -> None:
    office.deliver(FILE, "1")
    survey(office)
    (kept,) = (office.curated / "kept").iterdir()
    kept.unlink()
    assert survey(office) == []
    assert kept.read_text(encoding="utf-8") == "1"


def test_a_file_that_may_not_be_read_is_named_and_the_others_go_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.deliver(FILE, "1")
    office.deliver("food_sampling_system/b.csv", "2")
    digest = hashlib.file_digest

    def refuses(file: BinaryIO, name: str) -> object:
        if file.name.endswith("a.csv"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return digest(file, name)

    monkeypatch.setattr(raw.hashlib, "file_digest", refuses)
    found = raw.survey(office.raw, office.store, ["food_sampling_system"], office.now, 0)
    assert [(note["code"], note["file"]) for note in found.notes] == [("F11", FILE)]
    assert [receipt.file for receipt in found.new] == ["food_sampling_system/b.csv"]


def test_a_folder_that_may_not_be_looked_into_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.deliver("food_sampling_system/2025/a.csv", "1")
    office.deliver("food_sampling_system/b.csv", "2")
    scandir = os.scandir

    def refuses(folder: str) -> object:
        if str(folder).endswith("2025"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuses)
    found = raw.survey(office.raw, office.store, ["food_sampling_system"], office.now, 0)
    assert [(note["code"], note["file"]) for note in found.notes] == [("F11", "food_sampling_system/2025")]
    assert [receipt.file for receipt in found.new] == ["food_sampling_system/b.csv"]


def test_a_file_that_goes_while_it_is_looked_for_waits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    path = office.deliver(FILE, "1")
    now = raw._now

    def gone(name: str, digest: str) -> object:
        path.unlink(missing_ok=True)
        return now(name, digest)

    monkeypatch.setattr(raw, "_now", gone)
    found = raw.survey(office.raw, office.store, ["food_sampling_system"], office.now, 0)
    assert [note["code"] for note in found.notes] == ["F06"]


@pytest.mark.parametrize(
    ("name", "told"),
    [("甲.csv".encode("gb18030"), "甲.csv"), (b"\xff.csv", "\\xff.csv"), ("乙.csv".encode("gb18030"), "\\xd2\\xd2.csv")],
)
def test_a_name_that_is_no_utf_8_is_told_so_that_a_person_can_read_it(office: Office, name: bytes, told: str) -> None:
    office.deliver("food_sampling_system/乙.csv", "1")
    path = office.deliver(FILE, "2")
    path.rename(path.with_name(os.fsdecode(name)))
    survey(office)
    assert numbers(office) == ["乙", told.removesuffix(".csv")]


def receive(office: Office, first: int, last: int) -> None:
    for number in range(first, last + 1):
        office.deliver(f"food_sampling_system/{number}.csv", str(number))
    survey(office)


def numbers(office: Office) -> list[str]:
    return [Path(receipt.file).stem for receipt in office.store.receipts()]


def test_many_receipts_are_read_together_and_later_ones_beside_them(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "MANY", 2)
    receive(office, 1, 2)
    assert not (office.curated / "received.json").exists()
    receive(office, 3, 3)
    receive(office, 4, 4)
    monkeypatch.setattr(received.Store, "receipt", lambda store, name: None)
    assert numbers(office) == ["1", "2", "3"]
    monkeypatch.undo()
    assert numbers(office) == ["1", "2", "3", "4"]


def test_a_receipt_that_is_gone_is_gone_from_all_together(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "MANY", 2)
    receive(office, 1, 3)
    first, *_ = office.store.receipts()
    office.store.path(first.delivery_id).unlink()
    assert numbers(office) == ["2", "3"]
