"""Cells on Spark: the same statements, the same rows, and without Spark a sentence that says what is missing."""

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from qmon import cells, side_by_side
from qmon.cells import spark
from qmon.indicators import indicators
from tests.conftest import Office
from tests.facsimile import __main__ as facsimile
from tests.flows.test_nightly import AS_OF, flow
from tests.release.test_nights import deliver

CLUSTER = "local-cluster[2,1,1024]"
needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
    reason="Spark is not installed: requirements-spark.lock, and Java 17",
)


def content(office: Office) -> dict[str, Any]:
    manifest = json.loads((office.curated / "latest" / "manifest.json").read_text(encoding="utf-8"))
    return dict(manifest["content"])


@needs_spark
def test_a_night_of_every_source_is_the_same_on_a_cluster_row_for_row(office: Office, tmp_path: Path) -> None:
    facsimile.write(office.raw)
    office.night()
    here = content(office)
    shutil.rmtree(office.curated)
    there = flow(office, tmp_path / "prefect", "flows.nightly", "--rest", "0", "--as-of", AS_OF, "--spark-master", CLUSTER)
    assert there.returncode in (0, 11), there.stdout + there.stderr
    assert content(office) == here


def test_every_indicator_can_be_asked_of_spark() -> None:
    translated = spark.translate(cells.members(indicators().values()))
    assert "EXPLODE" in translated and "`sample_current`" in translated


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT FROM WHERE", "没有与此对应的写法"),
        ("SELECT quantile_cont(n, 0.5) FROM member", "未核对过.*QUANTILE_CONT"),
        ("SELECT n FROM member WHERE regexp_matches(sheet, 'a', 'i')", "未核对过.*REGEXP_MATCHES"),
        ("SELECT CAST(n AS DOUBLE) FROM member", "未核对过.*DOUBLE"),
        ("SELECT n / 3 FROM member", "未核对过.*/ 3"),
        ("SELECT n % 3 FROM member", "未核对过.*% 3"),
        ("SELECT n FROM member WHERE sheet LIKE 'x\\_%'", "未核对过.*LIKE"),
        ("SELECT strftime(known_from, '%j') FROM member", "未核对过.*STRFTIME"),
    ],
)
def test_what_was_not_seen_to_be_the_same_on_spark_is_refused_and_not_guessed(query: str, said: str) -> None:
    with pytest.raises(spark.SparkError, match=said):
        spark.translate(query)


def test_only_the_columns_that_are_asked_for_go_to_the_cluster(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE given AS SELECT 1 AS asked, 2 AS not_asked")
        assert spark.written(connection, {"made": "WITH one AS (SELECT asked FROM given) SELECT asked FROM one"}, tmp_path) == ["given"]
        connection.execute(f"CREATE VIEW sent AS FROM '{tmp_path}/given.parquet'")
        assert [name for name, *_ in connection.execute("DESCRIBE sent").fetchall()] == ["asked"]


def test_without_spark_the_night_says_so_and_the_last_release_stays(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(office)
    office.night()
    before = office.latest
    office.form("SC9,监督抽检,省抽,流通,糕点,虚构蛋糕,2026-01-03,虚构厂,虚构店,济南市,纯抽检合格样品,", name="later.csv")
    monkeypatch.setitem(sys.modules, "pyspark", None)  # as if it were not installed
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    outcome = side_by_side.run(office.settings._replace(spark_master="local[1]"))
    assert outcome.exit_code == 14
    assert "requirements-spark.lock" in outcome.summary
    assert office.latest == before
