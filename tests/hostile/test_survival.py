"""Killed, started six times at once, or without room on the disk: `latest` is whole, and the next undisturbed run makes up for it.

Thirty kills: `QMON_KILLS=30 pytest tests/hostile/test_survival.py -s` (two without it; -s shows where the kills fell).
"""

import hashlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from qmon import release
from qmon.received import Store
from tests.conftest import Office

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("QMON_KILLS", "2"))
AS_OF = "2026-01-15T17:30:00"
SAMPLES = 150
PATIENCE = 180  # seconds after which a run counts as stuck
# Imports first and waits for a word, so that six starters reach the lock in the same instant.
ON_A_WORD = "import sys; from qmon import commands, night, screen, cli; print('ready', flush=True); sys.stdin.readline(); cli.main()"


def deliver(office: Office, number: int) -> None:
    """A form and its items. The names are in the order of arrival, so that a late survey gives the receipts an early one would give;
    every second delivery repeats ten samples of the one before with another verdict, so that the order of receipts matters."""
    first = number * SAMPLES - (10 if number % 2 else 0)
    numbers = range(first, first + SAMPLES)
    verdict = {n: "不合格" if (n + number) % 7 == 0 else "合格" for n in numbers}
    day = f"2025-12-{number % 28 + 1:02}"
    office.form(
        *(f"SC{n},监督抽检,省抽,流通,糕点,虚构蛋糕,{day},虚构食品厂{n % 9},虚构超市,济南市,纯抽检{verdict[n]}样品," for n in numbers),
        name=f"{number:03}_form.csv",
    )
    office.items(
        *(f"SC{n},铅(以Pb计),{'0.61' if verdict[n] == '不合格' else '0.11'},mg/kg,{verdict[n]}项,0.5,mg/kg,0.02,mg/kg" for n in numbers),
        name=f"{number:03}_items.csv",
    )


def start(office: Office, *python: str, before: Callable[[], None] | None = None) -> "subprocess.Popen[str]":
    """A run over the office's folders in its own process; `python`: what Python is to run instead of the command line's module."""
    return subprocess.Popen(
        [sys.executable, *(python or ("-m", "qmon.cli")), "run", "--as-of", AS_OF, "--raw", office.raw, "--curated", office.curated],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=before,  # noqa: PLW1509
    )


def run(office: Office, before: Callable[[], None] | None = None) -> tuple[int, str]:
    """The exit code and what was printed."""
    child = start(office, before=before)
    printed, _ = child.communicate(timeout=PATIENCE)
    return child.returncode, printed


def verified(curated: Path) -> str | None:
    """The name of the latest release, after its database was opened and every file held against the manifest."""
    made = release.latest(curated)
    if made is not None:
        release.verify(made)
    return made.folder.name if made is not None else None


def told(curated: Path) -> dict[str, Any]:
    """What a release tells, without what depends on the way to it: the releases before, what they stated (and the id, which is a digest of
    that, too), what changed since, and the bytes of a database, which differ between two builds of the same content."""
    manifest = release.Release(curated / "latest").manifest
    told = {key: manifest[key] for key in ("known", "definitions", "inputs")}
    for key in ("rows", "content"):
        told[key] = {table: what for table, what in manifest[key].items() if table not in ("revision", "restatement")}
    return told | {"summary": {name: digest for name, digest in manifest["files"].items() if name.startswith("summary")}}


def written(curated: Path) -> dict[str, str]:
    """Every file of the history, of the receipts and of the kept bytes, with its digest: hidden leftovers too."""
    paths = [path for folder in ("history", "received", "kept") for path in (curated / folder).rglob("*") if path.is_file()]
    return {path.relative_to(curated).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def reached(curated: Path, deliveries: int, began: float) -> str:
    """How far a killed run had come, by what lies in the folder and was not left there by a run before it."""
    for pattern, stage in (("releases/.building", "release"), ("staging/gate-*", "gate")):
        if any(folder.stat().st_mtime >= began for folder in curated.glob(pattern)):
            return stage
    made = release.latest(curated)
    if made is not None and len(made.manifest["inputs"]) == deliveries:
        return "after the flip"
    if len(list(Store(curated).received.glob("*.json"))) < deliveries:
        return "before the receipts"
    return "taking in" if len(list((curated / "history").glob("*"))) < deliveries else "between"


def worked(process: int) -> float:
    """CPU seconds of a process, of the children it waited for and of those at work, from /proc."""
    folder = Path(f"/proc/{process}")
    try:
        times = (folder / "stat").read_text().rpartition(")")[2].split()[11:15]
        children = (folder / f"task/{process}/children").read_text().split()
    except OSError:  # it has just ended
        return 0.0
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK") + sum(worked(int(child)) for child in children)


def killed_after(child: "subprocess.Popen[str]", seconds: float) -> bool:
    """Kill the child, and not its own children, once it has worked for so long; False where it ended before. What it worked counts, not
    the time: else other processes on the machine would push all kills into the beginning of a run."""
    while child.poll() is None and worked(child.pid) < seconds:
        time.sleep(0.005)
    child.kill()
    child.communicate()
    return child.returncode == -signal.SIGKILL


def test_killed_at_random_moments_it_ends_where_undisturbed_nights_end(tmp_path: Path) -> None:
    for name in ("calm", "killed"):
        (tmp_path / name).mkdir()
    calm, office = Office(tmp_path / "calm"), Office(tmp_path / "killed")
    for number in range(KILLS):
        deliver(calm, number)
    assert run(calm)[0] == 0
    deliver(calm, KILLS)
    before = worked(os.getpid())
    assert run(calm)[0] == 0
    whole = worked(os.getpid()) - before  # with little to take in, as there is after each kill
    draw = Random(20260115)
    moments = [(number + draw.random()) / KILLS * 1.2 * whole for number in range(KILLS)]  # some run works longer than that one
    draw.shuffle(moments)
    fell: Counter[str] = Counter()
    for number, moment in enumerate(moments):
        deliver(office, number)
        began = time.time()
        child = start(office)
        killed = killed_after(child, moment)
        assert killed or child.returncode == 0
        fell[reached(office.curated, 2 * number + 2, began) if killed else "not killed, it had ended"] += 1
        verified(office.curated)
    print(f"\n{KILLS} moments over {whole:.1f} s of work:", dict(fell))
    assert fell.total() - fell["not killed, it had ended"] >= KILLS / 2
    deliver(office, KILLS)
    code, printed = run(office)
    assert code == 0, printed
    assert verified(office.curated) and told(office.curated) == told(calm.curated)
    assert written(office.curated) == written(calm.curated)
    assert not any((office.curated / left).exists() for left in ("staging", "releases/.building"))


def test_of_six_at_once_one_works_and_five_leave_everything_as_it_is(office: Office) -> None:
    for number in range(3):
        deliver(office, number)
    starters = [start(office, "-c", ON_A_WORD) for _ in range(6)]
    for starter in starters:
        assert starter.stdout is not None and starter.stdout.readline() == "ready\n"
    for starter in starters:
        assert starter.stdin is not None
        starter.stdin.write("go\n")
        starter.stdin.flush()
    for starter in starters:
        starter.communicate(timeout=PATIENCE)
    assert sorted(starter.returncode for starter in starters) == [0, *[75] * 5]
    assert verified(office.curated) is not None
    assert len(list(office.store.received.glob("*.json"))) == 6


def room_for(size: int) -> Callable[[], None]:
    """What a child does first, so that no file of its can grow beyond `size`: a write then fails as it does on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_what_there_is_no_room_for_is_taken_in_and_released_later(office: Office) -> None:
    deliver(office, 0)
    assert run(office, room_for(1_000))[0] != 0
    assert verified(office.curated) is None
    assert run(office)[0] == 0
    before = verified(office.curated)
    assert before is not None
    assert not list((office.curated / "kept").glob("*.part"))
    size = (office.curated / "latest" / release.DATABASE).stat().st_size
    deliver(office, 1)
    code, printed = run(office, room_for(size // 2))
    assert (code, "Traceback" in printed) == (14, False), printed
    assert verified(office.curated) == before
    code, printed = run(office)
    assert code == 0, printed
    assert verified(office.curated) != before
