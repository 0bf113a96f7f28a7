"""Whole nights: what is released, what is held, and what keeps yesterday's release."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qmon import night, release
from qmon.curated import History
from qmon.dictionary import dictionary
from qmon.release import building
from qmon.settings import Settings
from tests.conftest import Office
from tests.release.ten_samples import ITEM, TOTAL, deliver, first_night


def test_a_night_releases_and_the_next_has_nothing_new(office: Office) -> None:
    first = first_night(office)
    assert (first.exit_code, len(first.deliveries)) == (0, 2)
    assert office.ask(TOTAL) == [("provincial", 10, 9, 1, 0)]
    before = office.latest
    second = office.night(days=1)
    assert (second.exit_code, second.summary, office.latest) == (0, night.NOTHING_NEW, before)


def test_national_and_provincial_tasks_are_not_added_up(office: Office) -> None:
    deliver(office)
    deliver(office, level="国抽", numbers=range(20, 25), failing=(21, 22), name="2")
    office.night()
    assert office.ask(TOTAL) == [("national", 5, 3, 2, 0), ("provincial", 10, 9, 1, 0)]
    assert office.ask("SELECT count(*) FROM pass_rate WHERE task_level = 'ALL'") == [(0,)]


def test_a_list_of_failing_samples_is_kept_and_enters_no_rate(office: Office) -> None:
    deliver(office)
    deliver(office, numbers=range(20, 32), failing=tuple(range(20, 32)), name="2")
    assert office.night().exit_code == 0
    assert office.ask(TOTAL) == [("provincial", 10, 9, 1, 0)]
    assert office.ask("SELECT listing, count(*) FROM sample_current GROUP BY ALL ORDER BY 1") == [("all", 10), ("failures", 12)]


def test_a_list_of_failing_samples_counts_once_a_person_says_it_is_whole(office: Office) -> None:
    deliver(office, numbers=range(12), failing=tuple(range(12)))
    office.night()
    assert office.ask(TOTAL) == []
    ((number,),) = office.ask("SELECT finding_id FROM finding WHERE code = 'D03' AND file LIKE '%form%'")
    office.deliver("decision/a.csv", f"发现编号,处理决定,理由,决定人\n{number},采纳,全部样品即此,虚构人\n")
    office.night(days=1)
    assert office.ask(TOTAL) == [("provincial", 12, 0, 12, 0)]
    assert office.ask("SELECT DISTINCT listing FROM sample_as_of(DATE '2026-01-16', NULL)") == [("failures",)]


def test_a_delivery_that_breaks_its_band_is_held_and_the_others_are_released(office: Office) -> None:
    first_night(office)
    deliver(office, numbers=range(4), failing=())
    deliver(office, numbers=range(20, 25), failing=(21,), name="2")
    outcome = office.night(days=1)
    assert outcome.exit_code == 11
    assert {row["file"].split("/")[1]: row["delivery_status"] for row in outcome.deliveries} == {
        "form.csv": "held",
        "items.csv": "held",
        "form2.csv": "accepted",
        "items2.csv": "accepted",
    }
    assert office.ask(TOTAL) == [("provincial", 15, 13, 2, 0)]


def test_a_held_sample_is_in_no_rate_and_counted_apart(office: Office) -> None:
    deliver(office)
    contradiction = ITEM.format(n=5, value="0.61", verdict="不合格")
    office.items(ITEM.format(n=5, value="0.11", verdict="合格"), contradiction, name="later.csv")
    office.night()
    assert office.ask(TOTAL) == [("provincial", 9, 8, 1, 1)]
    (note,) = office.ask("SELECT note FROM pass_rate WHERE indicator = 'food_pass_rate' AND grouping = 'total' AND period = '2025'")
    assert "1 批次待处理" in note[0]


@pytest.mark.parametrize(
    ("table", "values", "code"),
    [
        ("sample", {"stage": "warehouse"}, "R-ALLOWED"),
        ("sample", {"sample_id": None}, "S01"),
        ("sample", {"sample_id": "food_sampling_system:SC4"}, "R-KEY"),
        ("sample", {"remark": "电话13800138000"}, "S12"),
        ("result", {"item_name": None}, "I11"),
    ],
)
def test_n01_a_night_whose_gate_fails_keeps_yesterdays_release(office: Office, table: str, values: dict[str, object], code: str) -> None:
    assert first_night(office).exit_code == 0
    before = office.latest
    deliver(office, numbers=range(20, 25), failing=(), name="2")
    for _ in office.take_in():
        pass
    path = [path for path in History(office.curated).files(table) if pq.read_metadata(path).num_rows == 5]
    rows = pq.read_table(path[0]).to_pylist()
    if "sample_id" in values and values["sample_id"] is not None:
        values = {"sample_id": rows[1]["sample_id"]}
    rows[0] |= values
    pq.write_table(pa.Table.from_pylist(rows, dictionary().arrow_schema(table)), path[0])
    outcome = office.night(days=1)
    assert (outcome.exit_code, office.latest) == (12, before)
    assert code in outcome.summary


def test_n01_records_that_vanished_from_the_history_keep_yesterdays_release(office: Office) -> None:
    deliver(office)
    office.take_in()
    path = next(path for path in History(office.curated).files("sample") if pq.read_metadata(path).num_rows)
    pq.write_table(pq.read_table(path).slice(0, 7), path)
    outcome = office.night()
    assert outcome.exit_code == 12
    assert "R-COUNT" in outcome.summary
    assert release.latest(office.curated) is None


def test_n01_what_breaks_the_release_and_fails_the_gate_is_told_by_the_gate(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(office)
    office.take_in()
    path = next(path for path in History(office.curated).files("sample") if pq.read_metadata(path).num_rows)
    pq.write_table(pq.read_table(path).slice(0, 7), path)

    def stumbles(*_: object, **__: object) -> None:
        raise ArithmeticError("rows that are not there")

    monkeypatch.setattr(building, "_database", stumbles)
    outcome = office.night()
    assert (outcome.exit_code, release.latest(office.curated)) == (12, None)
    assert "R-COUNT" in outcome.summary
    assert not (office.curated / "releases" / ".building").exists()


def test_n01_an_invariant_that_breaks_keeps_yesterdays_release(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first_night(office)
    before = office.latest
    deliver(office, numbers=range(20, 25), failing=(), name="2")
    monkeypatch.setattr(building, "broken_invariants", lambda connection: ["rate_adds_up：(…)"])
    outcome = office.night(days=1)
    assert (outcome.exit_code, office.latest) == (12, before)


def test_a_wrong_definition_is_exit_10_with_file_and_line(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "more" / "odd"
    folder.mkdir(parents=True)
    (folder / "source.yml").write_text(
        "title: x\ntitle_en: x\nsupplier: x\nrecords:\n  a:\n    gives: [sample]\n    marks: [a]\n    columns: {colour: [颜色]}\n",
        encoding="utf-8",
    )
    office.folders = (tmp_path / "more",)
    outcome = office.night()
    assert outcome.exit_code == 10
    assert "odd/source.yml" in outcome.summary and "colour" in outcome.summary


def test_a_source_may_lie_outside_the_package(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "more" / "county_list"
    folder.mkdir(parents=True)
    (folder / "source.yml").write_text(
        "title: 县级名单\ntitle_en: County list\nsupplier: 县局\ndomain: food\nkey: [sample_no]\n"
        "records:\n  list:\n    gives: [sample]\n    marks: [编号, 结果]\n"
        "    required: [sample_no]\n    columns: {sample_no: [编号], verdict_reported: [结果], sampled_on: [日期]}\n"
        "    constants: {inspection_type: supervision, task_level: county, strategy: selective}\n",
        encoding="utf-8",
    )
    office.folders = (tmp_path / "more",)
    office.deliver("county_list/a.csv", "编号,结果,日期\nA1,合格,2025-03-01\nA2,不合格,2025-03-02\n")
    assert office.night().exit_code == 0
    assert office.ask(TOTAL) == [("county", 2, 1, 1, 0)]


def test_a_changed_definition_makes_a_new_release_from_the_same_deliveries(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first_night(office)
    before = office.latest
    monkeypatch.setattr(Settings, "definitions_hash", lambda settings: "changed")
    assert office.night(days=1).exit_code == 0
    assert office.latest != before


def test_a_dry_run_writes_nothing(office: Office) -> None:
    deliver(office)
    outcome = night.rehearse(office.settings)
    assert (outcome.exit_code, [row["n_records"] for row in outcome.deliveries]) == (0, [10, 10])
    assert not office.curated.exists()


def test_a_column_that_came_later_is_empty_in_older_deliveries(office: Office) -> None:
    deliver(office)
    office.take_in()
    for path in History(office.curated).files("sample"):
        pq.write_table(pq.read_table(path).drop_columns(["brand"]), path)
    assert office.night().exit_code == 0
    assert office.ask("SELECT count(*), count(brand) FROM sample_current") == [(10, 0)]
