"""Writes the facsimile deliveries: `python -m tests.facsimile --to data/raw`, or `--scale ROWS --to DIR` for benchmarks."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.facsimile import agri_inputs, food_city_year, food_system, manufacturing, notices, products, scale, transport

SEED = 20141201
DELIVERIES: dict[str, tuple[Callable[[int], Iterator[tuple[str, bytes]]], ...]] = {
    food_system.FOLDER: (food_system.deliveries, food_city_year.deliveries),
    products.FOLDER: (products.deliveries, transport.deliveries),
    agri_inputs.FOLDER: (agri_inputs.deliveries,),
    notices.FOLDER: (notices.deliveries,),
    manufacturing.FOLDER: (manufacturing.deliveries,),
    manufacturing.WEIGHTS_FOLDER: (manufacturing.weights,),
}


def write(folder: Path, seed: int = SEED) -> int:
    """Write every delivery below `folder`/<source>/; returns the bytes written. A file that has these bytes already stays untouched."""
    total = 0
    for source, makers in DELIVERIES.items():
        (folder / source).mkdir(parents=True, exist_ok=True)
        for make in makers:
            for name, content in make(seed):
                path = folder / source / name
                if not path.exists() or path.read_bytes() != content:
                    path.write_bytes(content)
                total += len(content)
    return total


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(prog="python -m tests.facsimile", description=__doc__)
    parser.add_argument("--to", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--scale", type=int, metavar="ROWS", help="one item table of so many rows, with its sampling forms")
    parser.add_argument("--files", type=int, default=1, help="share those rows among so many files of each kind (default: 1)")
    arguments = parser.parse_args()
    size = (
        scale.write(arguments.to, arguments.scale, arguments.seed, arguments.files)
        if arguments.scale
        else write(arguments.to, arguments.seed)
    )
    print(f"{size:,} bytes below {arguments.to}")


if __name__ == "__main__":
    main()
