"""Runs nights in children of this process, in which the n-th write, flush or rename fails: one line asked, one line answered.

Asked, as JSON: raw, curated, as_of, nth (-1: none) and kind; answered: the child's exit code (negative: the signal) and its calls.
"""

import ctypes
import datetime
import json
import os
import sys
from pathlib import Path
from typing import Any, Self

from qmon import gate, side_by_side
from qmon.curated import compaction, knowledge  # noqa: F401  what a night imports late is imported before the first child is made
from qmon.release import building
from qmon.settings import Settings


class Unasked:
    """A gate that lets everything through: it has no file of its own, and takes seconds to start."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def validate(self, database: Path, counts: dict[str, int]) -> list[gate.Outcome]:
        return []


def one_night(asked: dict[str, Any]) -> None:
    """In the child: arm, run, leave with the exit code of the night; 99 where it raised."""
    library = ctypes.CDLL(os.environ["LD_PRELOAD"])
    library.faults_calls.restype = ctypes.c_long
    now = datetime.datetime.fromisoformat(asked["as_of"]).replace(tzinfo=datetime.UTC)
    settings = Settings(Path(asked["raw"]), Path(asked["curated"]), (), now)
    library.faults_arm(asked["curated"].encode(), ctypes.c_long(asked["nth"]), asked["kind"])
    try:
        code = side_by_side.run(settings).exit_code
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        code = 99
    print(library.faults_calls(), flush=True)
    os._exit(code)


def main() -> None:
    gate.Keeper = Unasked  # type: ignore[misc,assignment]
    compaction.MANY = 1  # every night compacts, too
    building.LEAST_ROWS = 0  # the second night is carried on from the first, which has more steps that may fail
    for line in sys.stdin:
        asked = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(writing, 1)
            one_night(asked)
        os.close(writing)
        with os.fdopen(reading) as said:
            printed = said.read().split()
        _, status = os.waitpid(child, 0)
        print(json.dumps({"code": os.waitstatus_to_exitcode(status), "calls": int(printed[-1]) if printed else None}), flush=True)


if __name__ == "__main__":
    main()
