"""Deliveries side by side come to what they come to one after the other."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qmon import intake, side_by_side
from qmon.received import Receipt
from qmon.sources import PACKAGED
from tests.conftest import Office
from tests.hostile.test_survival import AS_OF, ROOT, deliver

TWO_CORES = pytest.mark.skipif(sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="one core")


def receipt(name: str, supersedes: str | None = None) -> Receipt:
    return Receipt(name, "food_sampling_system", f"{name}.csv", "0" * 64, 1, "2026-01-15T00:00:00+00:00", 1, supersedes=supersedes)


def test_a_delivery_comes_after_the_one_that_it_supersedes() -> None:
    third, other, first, second = receipt("3", "2"), receipt("x", "not waiting"), receipt("1"), receipt("2", "1")
    assert [[one.delivery_id for one in wave] for wave in side_by_side.waves([third, other, first, second])] == [["x", "1"], ["2"], ["3"]]


def test_what_supersedes_a_delivery_that_fails_waits_with_it() -> None:
    first, second, other = receipt("1"), receipt("2", "1"), receipt("x")

    def a_turn(turn: list[Receipt]) -> side_by_side.Rows:
        return [intake.failed(one, "no room") if one is first else {"delivery_status": "accepted"} for one in turn]

    rows = side_by_side.in_turns([first, second, other], a_turn)
    assert [row["delivery_status"] for row in rows] == ["failed", "failed", "accepted"]
    assert rows[1]["message"] == "它所替代的交付尚未接收"


DEADLY = """import os, signal


def adapt(table):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def deadly_source(office: Office, folder: Path) -> Path:
    """A folder of sources with one whose delivery ends the process that takes it in, as a system without memory does; it is delivered."""
    shutil.copytree(PACKAGED / "food_sampling_system", folder / "sources" / "z_deadly")
    (folder / "sources" / "z_deadly" / "adapter.py").write_text(DEADLY, encoding="utf-8")
    form = next((office.raw / "food_sampling_system").glob("*form*"))
    office.deliver(f"z_deadly/{form.name}", form.read_bytes() + b"\n")
    return folder / "sources"


@TWO_CORES
def test_a_process_that_is_killed_takes_no_other_delivery_with_it(office: Office, tmp_path: Path) -> None:
    for number in range(3):
        deliver(office, number)
    office.folders = (deadly_source(office, tmp_path),)
    outcome = office.night()
    told = {row["file"]: (row["delivery_status"], row.get("message")) for row in outcome.deliveries}
    (deadly,) = (file for file in told if file.startswith("z_deadly"))
    assert told.pop(deadly) == ("failed", side_by_side.KILLED)
    assert len(told) == 6 and set(told.values()) == {("accepted", None)}
    assert outcome.exit_code == 11


def content(office: Office) -> dict[str, str]:
    folder = office.curated / "history"
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.parquet")}


@TWO_CORES
def test_side_by_side_the_history_has_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for fewest in (2, 100):
        (tmp_path / str(fewest)).mkdir()
        office = Office(tmp_path / str(fewest))
        for number in range(3):
            deliver(office, number)
        office.deliver("food_sampling_system/empty.csv", "")
        monkeypatch.setattr(side_by_side, "FEWEST", fewest)
        outcome = office.night()
        found.append((outcome.exit_code, [(row["file"], row["delivery_status"]) for row in outcome.deliveries], content(office)))
    assert found[0] == found[1]
    assert found[0][0] == 11 and len(found[0][1]) == 7


@TWO_CORES
def test_a_night_that_is_killed_leaves_no_process_at_work(office: Office) -> None:
    for number in range(8):
        deliver(office, number)
    command = [sys.executable, "-m", "qmon.cli", "run", "--as-of", AS_OF, "--raw", office.raw, "--curated", office.curated]
    night = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    while not list((office.curated / "history").glob("*")) and night.poll() is None:
        time.sleep(0.01)
    night.kill()
    night.wait()
    deadline = time.monotonic() + 30
    while (left := _at_work(night.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in left:
        os.kill(process, signal.SIGKILL)
    assert left == []


def _at_work(session: int) -> list[int]:
    """The processes that the night started, but for the one that validates: it has no file of the night open to write."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat, command = (folder / "stat").read_text().rpartition(")")[2].split(), (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(stat[3]) == session and stat[0] != "Z" and b"qmon.gate" not in command and b"resource_tracker" not in command:
            found.append(int(folder.name))
    return found
