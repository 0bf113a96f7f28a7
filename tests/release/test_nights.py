"""Whole nights: what is released, what is held, and what keeps yesterday's release."""

import json
import shutil
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qmon import night, release
from qmon.curated import History
from qmon.dictionary import dictionary
from qmon.release import Release, building, verify
from tests.conftest import Office

SAMPLE = "SC{n},监督抽检,{level},{stage},糕点,虚构蛋糕,2025-12-05,虚构食品厂,虚构超市,济南市,纯抽检{verdict}样品,"
ITEM = "SC{n},铅(以Pb计),{value},mg/kg,{verdict}项,0.5,mg/kg,0.02,mg/kg"
TOTAL = (
    "SELECT task_level, n, n_pass, n_fail, n_held FROM pass_rate "
    "WHERE indicator = 'food_pass_rate' AND grouping = 'total' AND period = '2025' ORDER BY 1"
)


def deliver(office: Office, failing: tuple[int, ...] = (3,), level: str = "省抽", numbers: range = range(10), name: str = "") -> None:
    """Ten samples of one supplier, some of them failing."""
    verdicts = {n: "不合格" if n in failing else "合格" for n in numbers}
    office.form(*(SAMPLE.format(n=n, level=level, stage="流通", verdict=verdicts[n]) for n in numbers), name=f"form{name}.csv")
    office.items(
        *(ITEM.format(n=n, value="0.61" if n in failing else "0.11", verdict=verdicts[n]) for n in numbers), name=f"items{name}.csv"
    )


def test_a_night_releases_and_the_next_has_nothing_new(office: Office) -> None:
    deliver(office)
    first = office.night()
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


def test_a_delivery_that_breaks_its_band_is_held_and_the_others_are_released(office: Office) -> None:
    deliver(office)
    office.night()
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


def alter(office: Office, table: str, **values: object) -> None:
    """Change the first row of a table in the history by hand, as no program should."""
    path = Path(next(path for path in History(office.curated).files(table) if pq.read_metadata(path).num_rows))
    rows = pq.read_table(path).to_pylist()
    rows[0] |= values
    pq.write_table(pa.Table.from_pylist(rows, dictionary().arrow_schema(table)), path)


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
    deliver(office)
    assert office.night().exit_code == 0
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


def test_n01_an_invariant_that_breaks_keeps_yesterdays_release(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(office)
    office.night()
    before = office.latest
    deliver(office, numbers=range(20, 25), failing=(), name="2")
    monkeypatch.setattr(building, "broken_invariants", lambda connection: ["rate_adds_up：(…)"])
    outcome = office.night(days=1)
    assert (outcome.exit_code, office.latest) == (12, before)


@pytest.mark.parametrize(
    ("sabotage", "invariant"),
    [
        ("UPDATE pass_rate SET n = n + 1", "rate_adds_up"),
        ("UPDATE pass_rate SET n = n + 1, n_pass = n_pass + 1 WHERE grouping = 'stage'", "totals_are_sums"),
        ("INSERT INTO sample_history SELECT * FROM sample_history LIMIT 1", "samples_counted_once"),
        ("UPDATE sample_history SET known_to = known_from WHERE sample_no = 'SC1'", "nothing_lost"),
        ("UPDATE sample_history SET void_reason = 'x'", "void_never_counts"),
        ("UPDATE sample_history SET n_risk = 1, n_supervision = 0", "risk_never_counts"),
    ],
)
def test_every_invariant_can_fail(office: Office, tmp_path: Path, sabotage: str, invariant: str) -> None:
    deliver(office)
    office.night()
    copy = tmp_path / "copy.duckdb"
    shutil.copy(office.curated / "latest" / "qmon.duckdb", copy)
    with duckdb.connect(str(copy)) as connection:
        assert building.broken_invariants(connection) == []
        connection.execute(sabotage)
        assert any(line.startswith(invariant) for line in building.broken_invariants(connection))


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
    deliver(office)
    office.night()
    before = office.latest
    monkeypatch.setattr(night, "definitions_hash", lambda settings: "changed")
    assert office.night(days=1).exit_code == 0
    assert office.latest != before


# ── the release itself ────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_table_view_and_column_has_a_comment_and_a_row_in_the_dictionary(office: Office) -> None:
    deliver(office)
    office.night()
    uncommented = (
        "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL AND NOT internal UNION ALL SELECT view_name FROM duckdb_views() "
        "WHERE comment IS NULL AND NOT internal UNION ALL SELECT column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
    )
    assert office.ask(uncommented) == []
    columns = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    assert office.ask(columns) == office.ask("SELECT table_name, column_name FROM dictionary ORDER BY ALL")


def test_the_database_can_be_attached_and_keeps_its_views_and_macros(office: Office) -> None:
    deliver(office)
    office.night()
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{office.curated / 'latest' / 'qmon.duckdb'}' AS q (READ_ONLY)")
        assert connection.execute("SELECT count(*) FROM q.sample_current").fetchall() == [(10,)]
        connection.execute("USE q")
        assert connection.execute(
            "SELECT round(wilson_low(sum(n_pass), sum(n)), 4) FROM cells WHERE indicator = 'food_pass_rate'"
        ).fetchall() == [(0.5958,)]


def test_the_same_deliveries_make_the_same_content(tmp_path: Path) -> None:
    manifests = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        office = Office(tmp_path / name)
        deliver(office)
        office.night()
        manifest = Release((office.curated / "latest").resolve()).manifest
        manifests.append(
            {key: manifest[key] for key in ("release", "inputs", "rows", "content")} | {"summary": manifest["files"]["summary.xlsx"]}
        )
    assert manifests[0] == manifests[1]


@pytest.mark.parametrize("threads", [1, 2])
def test_the_history_is_the_same_byte_for_byte_with_any_number_of_threads(
    office: Office, tmp_path: Path, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qmon import engine

    connect = duckdb.connect

    def limited(
        database: str = ":memory:", *, read_only: bool = False, config: dict[str, object] | None = None
    ) -> duckdb.DuckDBPyConnection:
        return connect(database, read_only=read_only, config={**(config or {}), "threads": threads})

    monkeypatch.setattr(engine.duckdb, "connect", limited)
    deliver(office)
    office.take_in()
    digests = {path.name: pq.read_table(path).to_pylist() for path in (office.curated / "history").glob("*/result.parquet")}
    assert all(rows == sorted(rows, key=lambda row: row["row_no"]) for rows in digests.values())


def test_text_stays_text_in_csv_and_xlsx(office: Office) -> None:
    deliver(office)
    office.form(SAMPLE.format(n=99, level="省抽", stage="流通", verdict="合格").replace("济南市", "=1+1"), name="evil.csv")
    office.night()
    import zipfile

    with zipfile.ZipFile(office.curated / "latest" / "summary.xlsx") as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets and not any(b"<f>" in sheet for sheet in sheets)


def test_a_release_that_was_altered_does_not_verify(office: Office) -> None:
    deliver(office)
    office.night()
    made = Release((office.curated / "latest").resolve())
    verify(made)
    (made.folder / "summary.csv").write_text("0", encoding="utf-8")
    with pytest.raises(release.ReleaseError) as raised:
        verify(made)
    assert raised.value.exit_code == 14


def test_old_releases_go_but_the_last_of_each_month_stays(tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    for day in range(1, 29):
        for month in (1, 2):
            (folder / f"2026{month:02}{day:02}T000000Z-0").mkdir(parents=True)
    release.flip(tmp_path, folder / "20260228T000000Z-0")
    release.sweep(tmp_path)
    left = sorted(path.name[:8] for path in folder.iterdir())
    assert left == ["20260128", *(f"202602{day}" for day in range(19, 29))]


def test_the_manifest_says_what_changed(office: Office) -> None:
    deliver(office)
    office.night()
    deliver(office, numbers=range(20, 25), failing=(), name="2")
    office.night(days=1)
    manifest = json.loads((office.curated / "latest" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["diff"]["deliveries_added"] == ["food_sampling_system/form2.csv", "food_sampling_system/items2.csv"] or set(
        manifest["diff"]["deliveries_added"]
    ) == {"food_sampling_system/form2.csv", "food_sampling_system/items2.csv"}
    assert manifest["diff"]["rows"]["sample_history"] == 5


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
