"""The corridor beside a bare copy and beside pandas, each in its own process: `python -m benchmarks.corridor`, or `make bench`."""

import argparse
import datetime
import json
import os
import platform
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measured import Measured, measure

# Nothing large is imported up here: see measured.measure.

PACKAGES = ("duckdb", "great-expectations", "pandas", "pyarrow")
BARE, CORRIDOR, PANDAS = "bare copy", "corridor", "pandas + Great Expectations"


def deliver(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write the facsimile; returns the raw folder and the item file in it."""
    raw = folder / f"raw_{rows}"
    measure("tests.facsimile", "--scale", str(rows), "--to", raw)
    return raw, next(raw.rglob("items_*.csv"))


def sized(folder: Path, rows: int, stages: bool) -> dict[str, Any]:
    """The figures for one size; with `stages` the breakdown and pandas too."""
    raw, items = deliver(folder, rows)
    parquet, curated = folder / f"bare_{rows}.parquet", folder / f"curated_{rows}"
    shutil.rmtree(curated, ignore_errors=True)
    whole = {BARE: measure("benchmarks.bare", items, parquet)}
    whole[CORRIDOR] = measure("qmon.cli", "run", "--raw", raw, "--curated", curated, "--json")
    figures: dict[str, Any] = {"rows": rows, "item_bytes": items.stat().st_size, "load": os.getloadavg()[0]}
    if stages:
        whole[PANDAS] = measure("benchmarks.by_pandas", items)
        apart = folder / f"stages_{rows}"
        shutil.rmtree(apart, ignore_errors=True)
        figures["stages"] = json.loads(measure("benchmarks.stages", raw, apart).printed)
    figures["whole"] = {name: _figures(one) for name, one in whole.items()}
    figures["failing_samples"] = failing_samples(parquet, curated if whole[CORRIDOR].exit_code == 0 else None, whole.get(PANDAS))
    return figures


def failing_samples(parquet: Path, curated: Path | None, by_pandas: Measured | None) -> dict[str, int]:
    """How many samples fail an item, by each way that came to its end: they must agree, or the ways did not do the same."""
    counted = {BARE: _count(f"SELECT count(DISTINCT 抽样单编号) FROM '{parquet}' WHERE 结果判定 = '不合格项'")}
    if curated is not None:
        failing = "SELECT count(DISTINCT sample_id) FROM result_current WHERE item_verdict = 'nonconforming'"
        counted[CORRIDOR] = _count(failing, curated / "latest" / "qmon.duckdb")
    if by_pandas is not None and by_pandas.exit_code == 0:
        counted[PANDAS] = json.loads(by_pandas.printed)["failing_samples"]
    return counted


def _count(query: str, database: Path | None = None) -> int:
    """In a process of its own, so that this one stays small."""
    program = (
        "import duckdb, sys; print(duckdb.connect(sys.argv[2], read_only=sys.argv[2] != ':memory:').execute(sys.argv[1]).fetchone()[0])"
    )
    return int(subprocess.check_output([sys.executable, "-c", program, query, str(database or ":memory:")]))


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "date": datetime.date.today().isoformat(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
    }


def show(machine: dict[str, Any], sizes: list[dict[str, Any]]) -> None:
    """Print the tables."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=110)
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    console.print(f"{machine['date']}, {machine['cores']} cores, Python {machine['python']}, {versions}")
    for size in sizes:
        bare = size["whole"][BARE]
        title = f"{size['rows']:,} item rows, {size['item_bytes'] / 1e6:,.0f} MB, load average {size['load']:.1f}"
        table = Table(title=title, title_justify="left")
        table.add_column("")
        for heading in ("wall s", "CPU s", "peak MB", "× wall", "× CPU", "× peak", "failing samples"):
            table.add_column(heading, justify="right")
        for name, one in size["whole"].items():
            ratios = (f"{one[key] / bare[key]:.1f}" for key in ("wall", "cpu", "peak_mb"))
            ended = f"{size['failing_samples'][name]:,}" if one["exit_code"] == 0 else f"exit {one['exit_code']}"
            table.add_row(name, *_cells(one), *ratios, ended)
        for number, (stage, one) in enumerate(size.get("stages", {}).items()):
            if number == 0:
                table.add_section()
            table.add_row(f"  {stage}", *_cells(one), *(f"{one[key] / bare[key]:.1f}" for key in ("wall", "cpu")))
        console.print(table)
        if len(set(size["failing_samples"].values())) > 1:
            console.print("[bold red]The ways disagree about the failing samples.")


def _figures(one: Measured) -> dict[str, float]:
    return {"exit_code": one.exit_code, "wall": one.wall, "cpu": one.cpu, "peak_mb": one.peak_mb}


def _cells(one: dict[str, float]) -> tuple[str, str, str]:
    return f"{one['wall']:.1f}", f"{one['cpu']:.1f}", f"{one['peak_mb']:,.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corridor", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="item rows (default: a million)")
    parser.add_argument("--also", type=int, metavar="ROWS", help="bare copy and corridor once more at this size: is memory flat?")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="work here and leave everything, instead of in a temporary folder")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    arguments = parser.parse_args()
    with TemporaryDirectory(prefix="qmon-bench-") as temporary:
        folder = (arguments.keep or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        sizes = [sized(folder, arguments.rows, stages=True)]
        if arguments.also:
            sizes.append(sized(folder, arguments.also, stages=False))
    found = machine()
    show(found, sizes)
    if arguments.json:
        arguments.json.write_text(json.dumps({**found, "sizes": sizes}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
