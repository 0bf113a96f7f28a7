"""The command: one target for some seconds, from the cells and files of the tests as seeds."""

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["qmon"]):
    from qmon import blocks, conformed, files, grammar, judged, landed, readings  # noqa: F401
from tests.fuzzing.targets import TARGETS

ROOT = Path(__file__).parents[2]
CRASHES = ROOT / "tests/hostile/crashes"
LARGEST = 20_000


def seeds(target: str) -> Iterator[bytes]:
    """What the tests deliver: whole files, or for the grammar every three neighbouring cells of them."""
    paths = [path for folder in ("tests/sources", "data/raw") for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    for path in paths:
        if path.suffix in (".py", ".yml", ".md", ".pyc") or path.stat().st_size > LARGEST:
            continue
        if target == "door" or (target == "delivery" and path.suffix == ".csv"):
            yield path.read_bytes()
        elif target == "grammar" and path.suffix == ".csv":
            for row in csv.reader(path.read_text(encoding="utf-8", errors="ignore").splitlines()):
                yield from ("\x1f".join(row[n : n + 3]).encode() for n in range(0, len(row), 3))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(dict.fromkeys(seeds(asked.target))):
            (Path(folder) / f"{number:05}").write_bytes(content)
        limits = [f"-max_total_time={asked.seconds}", "-rss_limit_mb=2048", "-timeout=20", f"-max_len={LARGEST}", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={CRASHES}/{asked.target}-", folder], TARGETS[asked.target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
