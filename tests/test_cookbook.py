"""The cookbook: every query runs on a release, and the national case of 2014 comes out with its numbers."""

import re
from pathlib import Path

import duckdb
import pytest

from qmon.release import latest
from tests.conftest import Office

PAGE = Path(__file__).parents[1] / "docs" / "cookbook.md"
QUERIES = re.findall(r"^## (\d+)\..*?```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
SAMPLE = "SC{n},监督抽检,省抽,流通,{category},虚构食品{n},{day},虚构食品厂,虚构超市,济南市,{verdict},"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    office = Office(tmp_path_factory.mktemp("office"))
    office.form(
        *(
            SAMPLE.format(n=n, category=("糕点", "饮料")[n % 2], day=f"{2024 + n % 3 // 2}-03-05", verdict=f"纯抽检{verdict}样品")
            for n, verdict in enumerate(["合格"] * 9 + ["不合格"] * 3)
        )
    )
    office.items("SC9,铅（以Pb计）,0.9,mg/kg,不合格项,0.5,mg/kg,,", "SC0,铅（以Pb计）,0.1,mg/kg,合格项,0.5,mg/kg,,")
    assert office.night().exit_code == 0
    made = latest(office.curated)
    assert made is not None
    return duckdb.connect(str(made.database), read_only=True)


def test_there_is_a_dozen_questions() -> None:
    assert [int(number) for number, _ in QUERIES] == list(range(1, 15))


@pytest.mark.parametrize("query", [query for _, query in QUERIES], ids=[number for number, _ in QUERIES])
def test_every_query_runs(release: duckdb.DuckDBPyConnection, query: str) -> None:
    release.sql(query).fetchall()


def test_the_national_case_of_2014(release: duckdb.DuckDBPyConnection) -> None:
    """Of 3.4 points 0.9 are quality and 2.5 the new category; without it 89.8 % (docs/domain.md, the mix case)."""
    assert release.sql(dict(QUERIES)["5"]).fetchall() == [(3.4, 0.9, 2.5, 89.8)]
