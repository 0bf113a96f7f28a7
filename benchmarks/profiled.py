"""Where a night spends its time: by line of qmon (py-spy), and what DuckDB does for the cells. `python -m benchmarks.profiled RAW`."""

import argparse
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corridor import PEERS
from benchmarks.measured import ROOT

RATE = 50  # samples a second; more would slow down what is measured
FEWEST_SECONDS = 0.2


def lines(raw: Path, curated: Path, peers: Path) -> Counter[str]:
    """Seconds by line of qmon: the innermost one on the stack, with whatever library works below it, in all processes of the night."""
    stacks = curated.with_suffix(".txt")
    spy = [str(peers.with_name("py-spy")), "record", "--subprocesses", "--nonblocking", "--rate", str(RATE), "--format", "raw"]
    night = [sys.executable, "-m", "qmon.cli", "run", "--raw", str(raw), "--curated", str(curated), "--json"]
    subprocess.run([*spy, "-o", str(stacks), "--", *night], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    spent: Counter[str] = Counter()
    for line in stacks.read_text(encoding="utf-8").splitlines():
        stack, count = line.rsplit(" ", 1)
        own = [found for part in stack.split(";") if (found := re.match(r"(\S+) \((?:\S*/)?(qmon/\S+\.py:\d+)\)", part))]
        spent[f"`{own[-1][2]}` {own[-1][1]}" if own else "outside qmon"] += int(count)
    return Counter({frame: count / RATE for frame, count in spent.items()})


def explained(curated: Path) -> str:
    """What DuckDB says of its work for the table member, operator by operator."""
    import duckdb

    from qmon import cells
    from qmon.indicators import indicators

    with duckdb.connect(str(curated / "latest" / "qmon.duckdb"), read_only=True) as connection:
        return str(connection.execute(f"EXPLAIN ANALYZE {cells.members(indicators().values())}").fetchall()[0][1])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profiled", description=__doc__)
    parser.add_argument("raw", type=Path, help="a folder of deliveries, as `python -m tests.facsimile --scale ROWS --to DIR` makes one")
    parser.add_argument(
        "--peers", type=Path, default=PEERS, metavar="PYTHON", help="the interpreter of the peers' environment, with py-spy"
    )
    asked = parser.parse_args()
    if not asked.peers.exists():
        sys.exit(f"{asked.peers} is missing: py-spy is in the peers' environment (make .venv-peers/.ready)")
    with TemporaryDirectory(prefix="qmon-profile-") as folder:
        curated = Path(folder) / "curated"
        spent = lines(asked.raw, curated, asked.peers)
        print("| innermost line of qmon | s |\n|---|--:|")
        for frame, seconds in spent.most_common():
            if seconds >= FEWEST_SECONDS:
                print(f"| {frame} | {seconds:.1f} |")
        print(f"\n```\n{explained(curated)}\n```")


if __name__ == "__main__":
    main()
