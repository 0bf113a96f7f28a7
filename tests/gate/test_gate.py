"""The gate: it can fail, it fails on nothing to check, and what holds it to DuckDB is still needed."""

import json
from pathlib import Path

import duckdb
import pytest

from qmon import gate
from qmon.curated import History
from qmon.dictionary import dictionary
from qmon.engine import connect
from qmon.gate.suites import GATED, path_of, suite
from tests.conftest import Office

SAMPLE = "SC1,监督抽检,省抽,流通,糕点,虚构蛋糕,2025-12-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,"


def database(folder: Path, table: str, *statements: str) -> Path:
    path = folder / "gate.duckdb"
    columns = ", ".join(f'"{field.name}" VARCHAR' for field in dictionary().fields_of(table) if field.type != "texts")
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"CREATE TABLE {table} ({columns}, received_at TIMESTAMP)" if table != "delivery" else f"CREATE TABLE {table} ({columns})"
        )
        for statement in statements:
            connection.execute(statement)
    return path


def broken(outcomes: list[gate.Outcome]) -> set[str]:
    return {one.code for one in outcomes if not one.success}


def test_an_empty_table_never_passes(tmp_path: Path) -> None:
    assert "R-ROWS" in broken(gate.validate(database(tmp_path, "decision"), "decision", 0))


def test_an_empty_suite_never_passes(tmp_path: Path) -> None:
    outcomes = gate.validate(database(tmp_path, "decision"), "decision", 0, {"name": "decision", "expectations": []})
    assert broken(outcomes) == {"R-VOID"}


def test_an_all_null_column_never_passes(tmp_path: Path) -> None:
    row = "INSERT INTO decision (decision_id, finding_id, decided_by, reason) VALUES ('d1', 'S01-1', '李四', '核对')"
    assert broken(gate.validate(database(tmp_path, "decision", row), "decision", 1)) == {"R-FILLED", "A01"}


def test_an_expectation_that_cannot_be_computed_has_not_held(tmp_path: Path) -> None:
    path = database(tmp_path, "decision", "ALTER TABLE decision DROP answer")
    assert not gate.verdict(gate.validate(path, "decision", 0)).success


def test_fewer_rows_than_the_deliveries_count_never_pass(tmp_path: Path) -> None:
    row = "INSERT INTO decision (decision_id, finding_id, answer, decided_by, reason) VALUES ('d1', 'S01-1', 'accept', '李四', '核对')"
    path = database(tmp_path, "decision", row)
    assert broken(gate.validate(path, "decision", 1)) == set()
    assert broken(gate.validate(path, "decision", 2)) == {"R-COUNT"}


@pytest.mark.parametrize(("items", "repeated"), [(("铅", "镉"), False), (("铅", "铅"), True)])
def test_a_key_of_several_columns_stands_in_one_row(tmp_path: Path, items: tuple[str, str], repeated: bool) -> None:
    columns = "INSERT INTO result (delivery_id, sheet, row_no, sample_id, item_name, track)"
    path = database(tmp_path, "result", *(f"{columns} VALUES ('d', '', 2, 's', '{item}', 'supervision')" for item in items))
    (key,) = (one for one in gate.validate(path, "result", 2) if one.code == "R-KEY")
    assert (key.success, key.seen) == (not repeated, f"不符 {int(repeated)}")


@pytest.mark.parametrize("table", GATED)
def test_a_suite_refuses_what_the_rules_take_away(table: str) -> None:
    codes = {one["meta"]["code"] for one in suite(table)["expectations"]}
    expected = {
        "sample": {"S01", "S03", "S10", "S12"},
        "result": {"S01", "I11"},
        "event": {"V04"},
        "decision": {"A01"},
        "published": {"R-KEY"},
        "output_value": {"R-KEY"},
        "planned": {"R-KEY"},
    }[table]
    assert expected <= codes


def test_the_page_reads_offline(office: Office) -> None:
    office.form(SAMPLE)
    office.night()
    page = (office.curated / "latest" / "validation.html").read_text(encoding="utf-8")
    assert "通过" in page and "S03" in page
    assert "http://" not in page and "https://" not in page and "<script" not in page


def test_the_page_escapes_what_it_shows() -> None:
    page = gate.verdict([gate.Outcome("sample", "S01", "<b>x</b>", False, "<script>alert(1)</script>")]).page
    assert "<script>" not in page and "<b>x</b>" not in page


def test_great_expectations_still_needs_the_shim_for_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When this fails, Great Expectations reads DuckDB by itself: delete qmon/gate/duckdb_dialect.py and this test."""
    gate.great_expectations()
    from great_expectations.execution_engine import sqlalchemy_execution_engine as engine

    without = tuple(one for one in engine._PERSISTED_CONNECTION_DIALECTS if getattr(one, "value", one) != "duckdb")
    monkeypatch.setattr(engine, "_PERSISTED_CONNECTION_DIALECTS", without)
    monkeypatch.setattr("qmon.gate.duckdb_dialect.keep_duckdb_connections", lambda: None)
    row = "INSERT INTO decision (decision_id, finding_id, answer, decided_by, reason) VALUES ('d1', 'S01-1', 'accept', '李四', '核对')"
    outcomes = gate.validate(database(tmp_path, "decision", row), "decision", 1)
    assert any("list index out of range" in one.seen for one in outcomes)


def test_suites_are_plain_json_in_utf8() -> None:
    for table in GATED:
        text = path_of(table).read_text(encoding="utf-8")
        assert "\\u" not in text and json.loads(text)["name"] == table


def test_a_gate_in_its_own_process_passes_and_fails_alike(office: Office, gate_apart: None) -> None:
    office.form(SAMPLE)
    assert office.night().exit_code == 0
    with gate.Keeper() as keeper:
        assert keeper.validate(office.raw / "nothing.duckdb", {"sample": 1})[0].success is False


def test_what_is_held_is_looked_at_too(office: Office) -> None:
    """A decision may let it count later, and then nobody looks again."""
    sample = "SC{n},监督抽检,省抽,流通,糕点,虚构蛋糕,2025-12-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,"
    for many in (12, 5):
        office.form(*(sample.format(n=n) for n in range(many)))
        office.take_in()
    held = {row["delivery_id"] for row in office.history("delivery") if row["delivery_status"] == "held"}
    with connect() as connection:
        assert (len(held), gate._views(connection, History(office.curated), held)["sample"]) == (1, 5)
