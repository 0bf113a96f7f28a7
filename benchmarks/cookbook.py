"""How long each query of the cookbook takes on a release: `python -m benchmarks.cookbook [FOLDER]`, the slowest last; over 200 ms fails."""

import argparse
import re
import sys
import time
from pathlib import Path

import duckdb

MOST_MS = 200


def main() -> None:
    """Each query five times, opened anew; the median counts."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cookbook", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("data/curated/latest"), help="the folder of a release")
    folder = parser.parse_args().folder
    page = Path("docs/cookbook.md").read_text(encoding="utf-8")
    took = []
    for number, query in re.findall(r"^## (\d+)\..*?```sql\n(.*?)```", page, flags=re.DOTALL | re.MULTILINE):
        times = []
        for _ in range(5):
            with duckdb.connect(str(folder / "qmon.duckdb"), read_only=True) as connection:
                began = time.perf_counter()
                rows = len(connection.sql(query).fetchall())
                times.append(1000 * (time.perf_counter() - began))
        took.append((sorted(times)[2], number, rows))
    for milliseconds, number, rows in sorted(took):
        print(f"query {number:>2}: {milliseconds:6.1f} ms, {rows} rows")
    sys.exit(1 if max(took)[0] > MOST_MS else 0)


if __name__ == "__main__":
    main()
