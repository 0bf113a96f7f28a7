"""The same night on a small and on a large history: `python -m benchmarks.flat`.

The night brings 20,000 item rows of new samples, drawn after those that are known, in 28 files, and 200 re-inspections of known ones,
in two. One that brings nothing is measured as well. What was delivered stays in the raw folder, as it does in an office.
"""

import argparse
import json
import random
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measured import Measured, measure
from tests.facsimile import scale

ROWS, EVENTS = 20_000, 200
EVENT = "抽样单编号,事件种类,申请时间,完成时间,复检结论,复检机构,文号"


def deliver(raw: Path, night: int, known: int) -> None:
    """The deliveries of one night onto a history of `known` samples."""
    after = known + night * ROWS
    scale.write(raw, ROWS, seed=night, files=14, after=after, year=2025)
    chance = random.Random(night)
    (raw / "reinspection").mkdir(exist_ok=True)
    for half in range(2):
        numbers = chance.sample(range(known), EVENTS // 2)
        rows = [f"SC24370000{n:09},复检,2025-01-10,2025-01-20,复检合格,虚构复检中心,鲁复检{night}-{n}号" for n in numbers]
        (raw / "reinspection" / f"{night}_{half}.csv").write_text("\n".join((EVENT, *rows)) + "\n", encoding="utf-8")


def on(folder: Path, rows: int, files: int, nights: int) -> dict[str, Any]:
    """Load so many item rows, then run so many nights and one that brings nothing."""
    raw, curated = folder / f"raw_{rows}", folder / f"curated_{rows}"
    if not (curated / "latest").exists():
        measure("-m", "tests.facsimile", "--scale", str(rows), "--files", str(files), "--to", raw)
        first = run(raw, curated)
        print(f"{rows:,} rows loaded in {first.wall:.0f} s, {first.peak_mb:,.0f} MB", file=sys.stderr, flush=True)
    ran = []
    for night in range(nights):
        deliver(raw, len(list((curated / "received").iterdir())), rows // scale.ITEMS_PER_SAMPLE)
        ran.append(run(raw, curated))
        why = json.loads((curated / "latest" / "manifest.json").read_text(encoding="utf-8"))["anew"]
        print(
            f"{rows:,} rows, night {night + 1}: {ran[-1].wall:.1f} s, {ran[-1].peak_mb:,.0f} MB, anew: {why}", file=sys.stderr, flush=True
        )
    quiet = [run(raw, curated).wall for _ in range(3)]
    print(f"{rows:,} rows, nothing new: {statistics.median(quiet):.2f} s", file=sys.stderr, flush=True)
    return {"rows": rows, "nights": [one.wall for one in ran], "peak_mb": max(one.peak_mb for one in ran), "quiet": quiet}


def run(raw: Path, curated: Path) -> Measured:
    return measure("-m", "qmon.cli", "run", "--raw", raw, "--curated", curated, "--json")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flat", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[5_000_000, 50_000_000])
    parser.add_argument("--files", type=int, default=10, help="over how many files a history comes")
    parser.add_argument("--nights", type=int, default=5)
    parser.add_argument("--in", dest="folder", type=Path, help="a folder that keeps the histories; else a temporary one")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="qmon-flat-") as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        found = [on(folder, rows, asked.files, asked.nights) for rows in asked.rows]
    # The first night of a state of the code makes all anew.
    medians = [statistics.median(one["nights"][1:] or one["nights"]) for one in found]
    for one, median in zip(found, medians, strict=True):
        print(f"{one['rows']:>12,} rows: a night {median:.1f} s ({median / medians[0]:.2f} of the first), {one['peak_mb']:,.0f} MB")


if __name__ == "__main__":
    main()
