"""The cells of the latest release once more, by DuckDB and by Spark: the same rows, and what each takes. `python -m benchmarks.spark`."""

import argparse
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from qmon import cells
from qmon.cells import spark
from qmon.dictionary import dictionary
from qmon.engine import connect
from qmon.indicators import indicators
from qmon.release import latest

GIVEN = ("sample_current", "result_current", "place", "category")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark", description=__doc__)
    parser.add_argument("curated", type=Path, help="a curated folder with a release")
    parser.add_argument("--spark-master", default="local-cluster[2,1,1024]", metavar="URL")
    asked = parser.parse_args()
    release = latest(asked.curated)
    if release is None:
        parser.error(f"no release below {asked.curated}")
    queries = cells.statements(indicators())
    with TemporaryDirectory(prefix="qmon-spark-") as folder, connect(spill=Path(folder)) as connection:
        connection.execute(f"ATTACH '{release.database}' AS released (READ_ONLY)")
        for table in GIVEN:
            connection.execute(f"CREATE TABLE {table} AS FROM released.{table}")
        took = {}
        for engine, fill in (("duckdb", cells.here), ("spark", partial(spark.fill, asked.spark_master))):
            connection.execute(f"CREATE SCHEMA {engine}")
            for table in queries:
                connection.execute(f"DROP TABLE IF EXISTS {table}")
                connection.execute(dictionary().ddl(table))
            began = time.perf_counter()
            fill(connection, queries)
            took[engine] = time.perf_counter() - began
            for table in queries:
                connection.execute(f"CREATE TABLE {engine}.{table} AS FROM {table}")
        for table in queries:
            (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
            differing = sum(
                (connection.execute(f"SELECT count(*) FROM (FROM {one}.{table} EXCEPT ALL FROM {other}.{table})").fetchone() or (0,))[0]
                for one, other in (("duckdb", "spark"), ("spark", "duckdb"))
            )
            print(f"{table}: {rows:,} rows, {differing} differ")
    print(f"DuckDB {took['duckdb']:.1f} s, Spark ({asked.spark_master}) {took['spark']:.1f} s with its start and the way there and back")


if __name__ == "__main__":
    main()
