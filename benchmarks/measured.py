"""One child process, measured: wall time, CPU time and peak memory of it alone, as the kernel counted them."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]


class Measured(NamedTuple):
    """What a whole process took, from its start to its end, what it ended with, and what it printed."""

    exit_code: int
    wall: float
    cpu: float
    peak_mb: float
    printed: str


def ask(database: Path, query: str) -> list[list[Any]]:
    """Rows of a query to a DuckDB file, in a process of its own, so that this one stays small."""
    program = "import duckdb, json, sys; print(json.dumps(duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2]).fetchall()))"
    return list(json.loads(subprocess.check_output([sys.executable, "-c", program, str(database), query])))


def measure(*arguments: str | Path, python: str | Path = sys.executable) -> Measured:
    """Run `python arguments` at the top of the project and measure it.

    The caller imports nothing large before: a child's peak never lies below the memory of the process that started it.
    """
    with TemporaryFile() as output:
        began = time.perf_counter()
        child = subprocess.Popen([str(python), *map(str, arguments)], cwd=ROOT, stdout=output)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read().decode()
    if child.returncode != 0:
        print(f"{' '.join(map(str, arguments))} ended with {child.returncode}\n{printed}", file=sys.stderr)
    return Measured(child.returncode, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, printed)
