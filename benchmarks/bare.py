"""The least that any way must do: DuckDB copies a CSV as text to compressed Parquet. `python -m benchmarks.bare CSV PARQUET`."""

import sys

import duckdb


def main() -> None:
    source, target = sys.argv[1:]
    with duckdb.connect() as connection:
        relation = connection.read_csv(source, header=True, all_varchar=True)
        relation.write_parquet(target, compression="zstd")


if __name__ == "__main__":
    main()
