"""The corridor beside a bare copy and beside what a user would pick instead: `python -m benchmarks.corridor`, or `make bench`."""

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import broken
from benchmarks.measured import ROOT, Measured, ask, measure

# Nothing large is imported up here: see measured.measure.

PEERS = ROOT / ".venv-peers" / "bin" / "python"
BARE, CORRIDOR = "bare copy", "corridor"
SCRIPTS = {"dbt-duckdb": "by_dbt", "pandas + Great Expectations": "by_pandas", "polars": "by_polars"}
PACKAGES = ("duckdb", "great-expectations", "pandas", "pyarrow")
RATES = "SELECT period, n, n_fail FROM rate WHERE indicator = 'food_pass_rate' AND grouping = 'total' AND period_kind = 'month' AND n > 0"


def deliver(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write the facsimile; returns the raw folder and the item file in it."""
    raw = folder / f"raw_{rows}"
    measure("-m", "tests.facsimile", "--scale", str(rows), "--to", raw)
    return raw, next(raw.rglob("items_*.csv"))


def one_round(folder: Path, raw: Path, items: Path, peers: Path) -> dict[str, Measured]:
    """Each way once, one after the other, each from nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    measured = {
        BARE: measure("-m", "benchmarks.bare", items, folder / "bare.parquet"),
        CORRIDOR: measure("-m", "qmon.cli", "run", "--raw", raw, "--curated", folder / "curated", "--json"),
    }
    if peers.exists():
        for name, script in SCRIPTS.items():
            measured[name] = measure(ROOT / "benchmarks" / "peers" / f"{script}.py", raw, folder / script, python=peers)
    return measured


def sized(folder: Path, rows: int, rounds: int, peers: Path) -> dict[str, Any]:
    """The figures for one size: every way so many times, in turn, so that a machine that slows down slows all of them."""
    raw, items = deliver(folder, rows)
    once = folder / "once"
    ways: dict[str, list[Measured]] = {}
    for number in range(rounds):
        for name, one in one_round(once, raw, items, peers).items():
            ways.setdefault(name, []).append(one)
        took = ", ".join(f"{name} {ones[-1].wall:.1f} s" for name, ones in ways.items())
        print(f"{rows:,} rows, round {number + 1} of {rounds}: {took}", file=sys.stderr, flush=True)
    apart = folder / "stages"
    shutil.rmtree(apart, ignore_errors=True)
    stages = json.loads(measure("-m", "benchmarks.stages", raw, apart).printed)
    return {
        "rows": rows,
        "item_bytes": items.stat().st_size,
        "ways": {name: [one._asdict() | {"printed": ""} for one in ones] for name, ones in ways.items()},
        "stages": stages,
        "disagree": disagreements(once / "curated", {name: ones[-1] for name, ones in ways.items() if name in SCRIPTS}),
    }


def disagreements(curated: Path, peers: dict[str, Measured]) -> list[str]:
    """Which ways gave other pass rates than the corridor, or found other rows that break a rule than the first of the peers."""
    own = {period: [n, n_fail] for period, n, n_fail in ask(curated / "latest" / "qmon.duckdb", RATES)}
    found, of_first = [], None
    for name, one in peers.items():
        said = json.loads(one.printed)
        of_first = of_first or said["broken"]
        if said["rates"] != own:
            found.append(f"{name}: other pass rates than the corridor")
        if said["broken"] != of_first:
            found.append(f"{name}: other rows break the rules")
    return found


def machine() -> str:
    """What the figures were measured on, in one line."""
    model = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB; Python {platform.python_version()}, {versions}"


def _lines(path: str) -> Sequence[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else ()


def table(size: dict[str, Any]) -> str:
    """A Markdown table: medians, and the ratio to the bare copy of the same round as median (least–most)."""
    lines = [
        f"| {size['rows']:,} item rows, {size['item_bytes'] / 1e6:,.0f} MB | wall s | CPU s | peak MB | × bare copy | × corridor |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, ones in size["ways"].items():
        wall, cpu, peak = (statistics.median(one[key] for one in ones) for key in ("wall", "cpu", "peak_mb"))
        ended = "" if all(one["exit_code"] == 0 for one in ones) else " (did not end well)"
        ratios = (_ratio(ones, size["ways"][base]) for base in (BARE, CORRIDOR))
        lines.append(f"| {name}{ended} | {wall:.1f} | {cpu:.1f} | {peak:,.0f} | {' | '.join(ratios)} |")
    bare = statistics.median(one["wall"] for one in size["ways"][BARE])
    for stage, one in size["stages"].items():
        name = f"of it {stage.split('of it ')[1]}" if "of it" in stage else stage
        lines.append(f"| *{name}* | {one['wall']:.1f} | {one['cpu']:.1f} | | {one['wall'] / bare:.1f} | |")
    lines += [f"\n**{problem}**" for problem in size["disagree"]]
    return "\n".join(lines)


def _ratio(ones: list[dict[str, Any]], base: list[dict[str, Any]]) -> str:
    ratios = [one["wall"] / beside["wall"] for one, beside in zip(ones, base, strict=True)]
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corridor", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000], help="item rows, one size after the other (default: a million)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each way is run; medians count (default: 5)")
    parser.add_argument("--peers", type=Path, default=PEERS, metavar="PYTHON", help="the interpreter of the peers' environment")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="work here and leave everything, instead of in a temporary folder")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    asked = parser.parse_args()
    if not asked.peers.exists():
        print(f"{asked.peers} is missing: without the peers (make .venv-peers/.ready)", file=sys.stderr)
    print(machine())
    sizes = []
    with TemporaryDirectory(prefix="qmon-bench-") as temporary:
        unlike = []
        if asked.peers.exists():
            unlike = broken.disagreements(Path(temporary) / "broken", SCRIPTS, asked.peers)
            print(f"Each rule broken by another number of rows: {'; '.join(unlike) or 'all found by all'}", flush=True)
        for rows in asked.rows:
            folder = (asked.keep or Path(temporary)).resolve()
            folder.mkdir(parents=True, exist_ok=True)
            sizes.append(sized(folder, rows, asked.rounds, asked.peers))
            print(f"\n{table(sizes[-1])}", flush=True)
    if asked.json:
        asked.json.write_text(json.dumps({"machine": machine(), "sizes": sizes}, indent=1) + "\n", encoding="utf-8")
    sys.exit(1 if unlike or any(size["disagree"] for size in sizes) else 0)


if __name__ == "__main__":
    main()
