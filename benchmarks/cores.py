"""What the second core is worth: a night of equal deliveries on one core and on all, in turn. `python -m benchmarks.cores`."""

import argparse
import os
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measured import measure

ON_ONE_CORE = "import os, sys; os.sched_setaffinity(0, {0}); from qmon.cli import main; main()"


def night(raw: Path, curated: Path, one_core: bool) -> float:
    python = ("-c", ON_ONE_CORE) if one_core else ("-m", "qmon.cli")
    ran = measure(*python, "run", "--raw", raw, "--curated", curated, "--json")
    if ran.exit_code != 0:
        sys.exit(ran.printed[-2000:])
    return ran.wall


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cores", description=__doc__)
    parser.add_argument("--rows", type=int, default=800_000, help="item rows of all deliveries together")
    parser.add_argument("--files", type=int, default=8, help="deliveries of items, and as many forms")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    ratios = []
    with TemporaryDirectory(prefix="qmon-cores-") as folder:
        raw = Path(folder) / "raw"
        measure("-m", "tests.facsimile", "--scale", str(asked.rows), "--files", str(asked.files), "--to", raw)
        for number in range(asked.rounds):
            one = night(raw, Path(folder) / f"one_{number}", True)
            every = night(raw, Path(folder) / f"all_{number}", False)
            ratios.append(one / every)
            print(f"one core {one:.1f} s, {os.cpu_count()} cores {every:.1f} s: × {one / every:.2f}", flush=True)
    print(f"median × {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})")


if __name__ == "__main__":
    main()
