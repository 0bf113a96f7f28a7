"""The tables of cells on Spark: the same SQL, translated, over Parquet; for a history that one machine cannot sum. Never the default."""

import os
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from sqlglot import errors, expressions

from qmon.engine import fetch, fetch_one

# What was seen to give the same rows on both engines (tests/release/test_spark.py). sqlglot passes on, or changes, what Spark knows
# otherwise or not at all (quantile_cont, flags of regexp_matches): anything else is refused until it has been seen, too.
SAME = frozenset(["And", "Or", "If", "Case", "Coalesce", "Cast", "TimeToStr", "Struct", "Array", "ArrayFilter", "Explode", "Sum", "Count"])
SAME |= {"PropertyEQ", "In", "EQ", "NEQ", "GT", "GTE", "LT", "LTE", "Not", "Is", "NullSafeNEQ", "NullSafeEQ", "Like", "Between"}
SAME |= {"Paren", "Mul", "Add", "Sub", "Alias"}  # of whole numbers; a division is another on each
SAME_TYPES = frozenset({"BIGINT", "TEXT"})
SAME_FORMATS = frozenset({"'%Y-%m'"})


class SparkError(Exception):
    """Spark is not there, or did not compute what it was asked for; says why."""


def fill(master: str, connection: duckdb.DuckDBPyConnection, statements: dict[str, str]) -> None:
    """Fill the tables that `statements` name, in that order, on the cluster `master` (spark://…, local[2], local-cluster[2,1,1024]).

    The tables of `connection` that the statements read are written below the folder to which it spills, which every worker must reach
    under that very path; a later statement may read the table of an earlier one. All sums are sums of integers, so that no row depends on
    the order in which workers come to their end. Raises SparkError.
    """
    translated = {table: translate(query) for table, query in statements.items()}
    folder = Path(fetch_one(connection, "SELECT current_setting('temp_directory')")[0]).resolve() / "spark"
    folder.mkdir(parents=True)
    given = written(connection, statements, folder)
    session = _session(master)
    try:
        for table in given:
            session.read.parquet(f"{folder}/{table}.parquet").createOrReplaceTempView(table)
        for table, query in translated.items():
            session.sql(query).write.parquet(f"{folder}/{table}")
            session.read.parquet(f"{folder}/{table}").createOrReplaceTempView(table)
    except _failures() as error:
        raise SparkError(f"Spark（{master}）未能算出统计单元：{_first_line(error)}") from error
    finally:
        session.stop()
    for table in statements:
        names = ", ".join(f'"{name}"' for name in _columns(connection, table))
        connection.execute(
            f'INSERT INTO "{table}" SELECT {names} FROM read_parquet($files) ORDER BY ALL', {"files": f"{folder}/{table}/*.parquet"}
        )


def translate(query: str) -> str:
    """DuckDB's SQL as Spark's, where all of it is SAME on both. Every name is quoted, since Spark refuses Chinese ones that are not.
    Raises SparkError, never guesses."""
    try:
        tree = sqlglot.parse_one(query, dialect="duckdb")
        judged = (expressions.Func, expressions.Binary, expressions.Unary, expressions.Predicate)
        other = {one.sql(dialect="duckdb") for one in tree.find_all(*judged) if type(one).__name__ not in SAME}
        other |= {one.sql(dialect="duckdb") for one in tree.find_all(expressions.Like) if "\\" in one.sql()}  # it escapes on Spark alone
        other |= {one.sql(dialect="duckdb") for one in tree.find_all(expressions.TimeToStr) if one.args["format"].sql() not in SAME_FORMATS}
        other |= {one.sql() for one in tree.find_all(expressions.DataType) if one.sql() not in SAME_TYPES}
        if other:
            raise SparkError(f"未核对过在 Spark 上结果相同，不予换算：{'、'.join(sorted(other))}")
        return tree.sql(dialect="spark", identify=True, unsupported_level=sqlglot.ErrorLevel.RAISE)
    except (errors.UnsupportedError, errors.ParseError) as error:
        raise SparkError(f"Spark 没有与此对应的写法：{error}") from error


def written(connection: duckdb.DuckDBPyConnection, statements: dict[str, str], folder: Path) -> list[str]:
    """Write what the statements read, only the columns that they name; returns the tables."""
    trees = [sqlglot.parse_one(query, dialect="duckdb") for query in statements.values()]
    made = {one.alias for tree in trees for one in tree.find_all(expressions.CTE)} | statements.keys()
    read = sorted({table.name for tree in trees for table in tree.find_all(expressions.Table)} - made)
    named = {identifier.name for tree in trees for identifier in tree.find_all(expressions.Identifier)}
    for table in read:
        columns = ", ".join(f'"{column}"' for column in _columns(connection, table) if column in named)
        connection.execute(f"COPY (SELECT {columns} FROM \"{table}\") TO '{folder / table}.parquet' (FORMAT parquet)")
    return read


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [name for name, *_ in fetch(connection, f'DESCRIBE "{table}"')]


def _session(master: str) -> Any:
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    try:
        from pyspark.sql import SparkSession
    except ImportError:  # qmon works without it
        raise SparkError("未安装 Spark：pip install --require-hashes -r requirements-spark.lock，另需 Java 17") from None
    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    try:
        return SparkSession.builder.master(master).appName("qmon").config(map=settings).getOrCreate()
    except _failures() as error:
        raise SparkError(f"Spark（{master}）未能启动：{_first_line(error)}") from error


def _failures() -> tuple[type[Exception], ...]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return (PySparkException, Py4JError)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
