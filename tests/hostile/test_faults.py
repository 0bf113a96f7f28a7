"""Every write, flush, rename and link of a night fails once in turn, as SQLite tests itself: no room, no device, killed half way.

`QMON_FAULTS=each pytest tests/hostile/test_faults.py -s` fails every step once, by kinds in turn: a thousand, for most of an hour; `=all`
every step in every way. Without it three steps fail, a kind each.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qmon import release
from tests.conftest import Office
from tests.hostile.test_survival import AS_OF, ROOT, deliver, told, verified, written

FAULTS = os.environ.get("QMON_FAULTS", "3")
KINDS = ("no room", "no device", "killed")
COMPILER = shutil.which("cc") or shutil.which("gcc")

pytestmark = pytest.mark.skipif(
    COMPILER is None or sys.platform != "linux", reason="the faults are put in by a small C library: no compiler"
)


class Faulty:
    """A process that runs nights with a fault in each."""

    def __init__(self, library: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.faulty"],
            cwd=ROOT,
            env=os.environ | {"LD_PRELOAD": str(library), "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def night(self, office: Office, nth: int = -1, kind: int = 0) -> dict[str, Any]:
        asked = {"raw": str(office.raw), "curated": str(office.curated), "as_of": AS_OF, "nth": nth, "kind": kind}
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    library = tmp_path_factory.mktemp("faults") / "faults.so"
    subprocess.run([str(COMPILER), "-shared", "-fPIC", "-O1", "-o", library, Path(__file__).with_name("faults.c"), "-ldl"], check=True)
    found = Faulty(library)
    yield found
    _, said = found.process.communicate()
    assert said == ""  # what a night could not put into an exit code


def again(office: Office, folder: Path) -> Office:
    """The same office as it was."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    copy = Office(folder)
    shutil.copytree(office.raw, copy.raw, dirs_exist_ok=True)
    shutil.copytree(office.curated, copy.curated, symlinks=True)
    return copy


def inputs(office: Office) -> set[str]:
    """The deliveries in the latest release."""
    return {row["delivery_id"] for row in release.Release(office.curated / "latest").manifest["inputs"]}


def test_a_fault_at_any_step_loses_nothing_and_the_next_night_makes_up_for_it(faulty: Faulty, tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    before = Office(tmp_path / "before")
    deliver(before, 0)
    assert faulty.night(before)["code"] == 0
    published = inputs(before)
    deliver(before, 1)
    calm = again(before, tmp_path / "calm")
    whole = faulty.night(calm)
    assert whole["code"] == 0
    steps = whole["calls"]
    many = steps if FAULTS in ("all", "each") else int(FAULTS)
    chosen = [(2 * n + 1) * steps // (2 * many) for n in range(many)]
    ended: Counter[str] = Counter()
    for turn, nth in enumerate(chosen):
        for number, kind in enumerate(KINDS):
            if FAULTS != "all" and turn % len(KINDS) != number:
                continue
            office = again(before, tmp_path / "office")
            said = faulty.night(office, nth, number)
            assert said["code"] in (-9, 0, 11, 14), (nth, kind, said)
            assert verified(office.curated) is not None, (nth, kind)
            assert inputs(office) >= published, (nth, kind)
            after = faulty.night(office)
            assert after["code"] == 0, (nth, kind, after)
            assert told(office.curated) == told(calm.curated), (nth, kind)
            assert written(office.curated) == written(calm.curated), (nth, kind)
            ended[f"{kind}: exit {said['code']}"] += 1
            print(f"\r{ended.total()} faults of {many * len(KINDS) if FAULTS == 'all' else many}", end="", flush=True)
    print(f"\n{steps} steps, {ended.total()} faults:", dict(ended))
