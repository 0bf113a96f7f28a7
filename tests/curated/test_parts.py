"""Parts: deliveries are divided by what they hold, and what several parts tell of one sample is added up."""

from pathlib import Path

import duckdb
import pytest

from qmon.curated import parts
from qmon.marts import counted
from tests.conftest import Office
from tests.curated.desk import Desk

FIRST = ("SC1,铅,0.1,mg/kg,合格项,0.5,mg/kg,,",)
SECOND = ("SC1,镉,0.9,mg/kg,不合格项,0.5,mg/kg,,", "SC2,铅,0.1,mg/kg,合格项,0.5,mg/kg,,")


def divided(monkeypatch: pytest.MonkeyPatch, *deliveries: tuple[str, int, int]) -> list[str]:
    monkeypatch.setattr(parts, "RESULTS", 10)
    monkeypatch.setattr(parts, "SAMPLES", 4)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE delivery (delivery_id VARCHAR, n_results BIGINT, n_samples BIGINT)")
        connection.executemany("INSERT INTO delivery VALUES (?, ?, ?)", deliveries)
        parts.divide(connection)
        return parts.parts(connection)


def test_a_part_has_no_more_results_and_samples_than_one_part_may(monkeypatch: pytest.MonkeyPatch) -> None:
    found = divided(monkeypatch, ("a", 6, 0), ("b", 4, 0), ("c", 0, 4), ("d", 1, 1), ("e", 0, 0))
    assert found == ["delivery_id BETWEEN 'a' AND 'c'", "delivery_id BETWEEN 'd' AND 'e'"]


def test_a_delivery_that_is_larger_than_a_part_is_one_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    found = divided(monkeypatch, ("a", 1, 1), ("b", 11, 0), ("c", 1, 1))
    assert found == [f"delivery_id BETWEEN '{name}' AND '{name}'" for name in "abc"]


def test_few_deliveries_are_not_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    assert divided(monkeypatch, ("a", 10, 4)) == [parts.ALL]
    with duckdb.connect() as connection:  # nor where nobody asked for it
        assert parts.parts(connection) == [parts.ALL]


def test_a_sample_whose_items_are_in_two_parts_has_all_of_them(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "RESULTS", 1)
    row = "SC{},监督抽检,省抽,流通,糕点,虚构蛋糕,2024-03-05,虚构厂,虚构店,济南市,纯抽检{}样品,"
    office.form(row.format(1, "不合格"), row.format(2, "合格"))
    office.items(*FIRST, name="first.csv")
    office.items(*SECOND, name="second.csv")
    office.night()
    assert office.ask("SELECT sample_no, n_items, verdict_derived FROM sample_current ORDER BY ALL") == [
        ("SC1", 2, "nonconforming"),
        ("SC2", 1, "conforming"),
    ]
    assert office.ask("SELECT item_name, n, n_failing FROM counted.tested_item ORDER BY ALL") == [("铅", 2, 0), ("镉", 1, 1)]


def test_counts_of_parts_add_up_to_those_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)
    row = "SC{},监督抽检,省抽,流通,糕点,虚构蛋糕,2024-03-05,虚构厂,虚构店,济南市,纯抽检合格样品,"
    desk.form(*(row.format(number) for number in (1, 2, 3)))
    desk.items(*FIRST, name="first.csv")
    twice = (f"SC3,铅,{value},mg/kg,合格项,0.5,mg/kg,," for value in (0.2, 0.3))
    desk.items(*SECOND, *twice, name="second.csv")
    desk.night()
    counts = []
    for results in (1_000, 1):
        monkeypatch.setattr(parts, "RESULTS", results)
        counts.append({name: desk.ask(f"FROM counted.{name} ORDER BY ALL") for name in counted.files()})
        desk.close()
    whole, of_parts = counts
    assert of_parts == whole
    assert sum(row[-1] for row in whole["measured_result"]) == 5
