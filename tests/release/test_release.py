"""The release: what its files promise, what breaks it, and how long it stays."""

import csv
import errno
import json
import re
import shutil
import zipfile
from pathlib import Path

import duckdb
import pytest
from python_calamine import load_workbook

from qmon import engine, gate, night, release
from qmon.curated import History, knowledge
from qmon.release import Release, building, verify
from qmon.release.reading import headline
from tests.conftest import Office
from tests.release.ten_samples import SAMPLE, deliver, first_night


@pytest.mark.parametrize(
    ("sabotage", "invariant"),
    [
        ("UPDATE rate SET n = n + 1", "rate_adds_up"),
        (
            "INSERT INTO hazard_share BY NAME "
            "SELECT '2025' AS period, 'national' AS task_level, 1 AS n_failing_items, 1 AS n_all_failing_items, 0.5 AS share",
            "hazard_shares_add_up",
        ),
        ("UPDATE rate SET n = n + 1, n_pass = n_pass + 1 WHERE grouping = 'stage'", "totals_are_sums"),
        ("INSERT INTO sample_history SELECT * FROM sample_history LIMIT 1", "every_sample_stands_once"),
        ("UPDATE sample_history SET known_to = known_from WHERE sample_no = 'SC1'", "every_sample_stands_once"),
        ("UPDATE sample_history SET void_reason = 'x'", "void_never_counts"),
        ("UPDATE sample_history SET linked_sample_id = 'x'", "linked_to_one_that_counts"),
        ("UPDATE sample_history SET linked_sample_id = sample_id", "linked_to_one_that_counts"),
        ("UPDATE sample_history SET n_risk = 1, n_supervision = 0", "risk_never_counts"),
    ],
)
def test_every_invariant_can_fail(office: Office, tmp_path: Path, sabotage: str, invariant: str) -> None:
    first_night(office)
    copy = tmp_path / "copy.duckdb"
    shutil.copy(office.curated / "latest" / "qmon.duckdb", copy)
    with duckdb.connect(str(copy)) as connection:
        assert building.broken_invariants(connection) == []
        connection.execute(sabotage)
        assert any(line.startswith(invariant) for line in building.broken_invariants(connection))


def test_every_table_and_view_has_its_chinese_name_first() -> None:
    from qmon import marts

    assert [name for name, says in marts.meanings().items() if not re.match("[\u4e00-\u9fff]+[^：]*：one row is ", says)] == []


def test_every_table_view_and_column_has_a_comment_and_a_row_in_the_dictionary(office: Office) -> None:
    first_night(office)
    kinds = {"table": "table_name", "view": "view_name", "column": "column_name"}
    uncommented = " UNION ALL ".join(
        f"SELECT {name} FROM duckdb_{kind}s() WHERE comment IS NULL AND NOT internal AND schema_name = 'main'"
        for kind, name in kinds.items()
    )
    assert office.ask(uncommented) == []
    columns = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main' ORDER BY ALL"
    assert office.ask(columns) == office.ask("SELECT table_name, column_name FROM dictionary ORDER BY ALL")


def test_the_database_can_be_attached_and_keeps_its_views_and_macros(office: Office) -> None:
    first_night(office)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{office.curated / 'latest' / 'qmon.duckdb'}' AS q (READ_ONLY)")
        assert connection.execute("SELECT count(*) FROM q.sample_current").fetchall() == [(10,)]
        connection.execute("USE q")
        assert connection.execute(
            "SELECT round(wilson_low(sum(n_pass), sum(n)), 4) FROM cells WHERE indicator = 'food_pass_rate'"
        ).fetchall() == [(0.5958,)]


def test_the_same_deliveries_make_the_same_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifests = []
    for name, at_hand in (("kept at hand", knowledge.AT_HAND), ("read from their files", 0)):
        monkeypatch.setattr(knowledge, "AT_HAND", at_hand)
        (tmp_path / name).mkdir()
        office = Office(tmp_path / name)
        deliver(office)
        office.night()
        manifest = Release((office.curated / "latest").resolve()).manifest
        manifests.append(
            {key: manifest[key] for key in ("release", "inputs", "rows", "content")} | {"summary": manifest["files"]["summary.xlsx"]}
        )
    assert manifests[0] == manifests[1]


def test_the_history_is_the_same_byte_for_byte_with_any_number_of_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = engine.duckdb.connect
    written = []
    for threads in (1, 2, 5):
        monkeypatch.setattr(
            engine.duckdb,
            "connect",
            lambda *where, threads=threads, config=None, **more: connect(*where, config=(config or {}) | {"threads": threads}, **more),
        )
        (tmp_path / str(threads)).mkdir()
        office = Office(tmp_path / str(threads))
        deliver(office)
        office.take_in()
        paths = sorted(History(office.curated).folder.glob("*/*.parquet"))
        written.append({str(path.relative_to(office.curated)): path.read_bytes() for path in paths})
    assert written[0] == written[1] == written[2]


def test_text_stays_text_in_csv_and_xlsx(office: Office) -> None:
    deliver(office)
    office.form(SAMPLE.format(n=99, level="省抽", stage="流通", verdict="合格").replace("济南市", "=1+1"), name="evil.csv")
    office.night()
    with zipfile.ZipFile(office.curated / "latest" / "summary.xlsx") as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets and not any(b"<f>" in sheet for sheet in sheets)


def test_the_summary_names_its_sheets_after_the_indicators_that_have_numbers(office: Office) -> None:
    first_night(office)
    made = office.curated / "latest"
    assert load_workbook(str(made / "summary.xlsx")).sheet_names == [
        "1 食品安全监督抽检项次合格率",
        "2 食品安全监督抽检合格率",
        "3 食品抽检合格率（按检验项目推导）",
        "4 食品安全监督抽检问题发现率",
    ]
    assert "暂无数据。" in (made / "summary.md").read_text(encoding="utf-8")


def test_task_levels_are_told_from_the_nation_down(office: Office) -> None:
    for n, level in enumerate(("市抽", "国抽", "省抽")):
        deliver(office, level=level, numbers=range(10 * n, 10 * n + 10), name=level)
    office.night()
    down = ["国家级", "省级", "地市级"]
    told = [line for line in headline(office.curated) if line.startswith("食品安全监督抽检合格率（")]
    assert [line.partition("（")[2].partition("，")[0] for line in told] == down
    with (office.curated / "latest" / "summary.csv").open(encoding="utf-8-sig") as file:
        years = [row for row in csv.DictReader(file) if row["指标"] == "食品安全监督抽检合格率" and row["分组方式"] == "合计"]
    assert [row["任务级别"] for row in years if len(row["期间"]) == 4] == down


def test_a_rate_in_the_workbook_is_a_number_that_looks_as_printed(office: Office) -> None:
    first_night(office)
    made = office.curated / "latest"
    heading, first, *_ = load_workbook(str(made / "summary.xlsx")).get_sheet_by_index(0).to_python()
    with (made / "summary.csv").open(encoding="utf-8-sig") as file:
        printed = next(csv.DictReader(file))["比率(%)"]
    assert first[heading.index("比率(%)")] == float(printed)
    with zipfile.ZipFile(made / "summary.xlsx") as book:
        assert b'formatCode="0.00"' in book.read("xl/styles.xml")


def test_a_release_that_was_altered_does_not_verify(office: Office) -> None:
    first_night(office)
    made = Release((office.curated / "latest").resolve())
    verify(made)
    (made.folder / "summary.csv").write_text("0", encoding="utf-8")
    with pytest.raises(release.ReleaseError) as raised:
        verify(made)
    assert raised.value.exit_code == 14


def test_a_release_whose_files_were_damaged_is_made_anew(office: Office) -> None:
    first_night(office)
    made = Release((office.curated / "latest").resolve())
    (made.folder / "summary.csv").write_text("0", encoding="utf-8")
    with gate.Keeper() as keeper:
        assert night.publish(office.settings, keeper, force=True) == made
    verify(made)
    assert [path.name for path in (office.curated / "releases").iterdir()] == [made.folder.name]


def test_a_release_that_cannot_be_written_is_exit_14_and_leaves_nothing_behind(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first_night(office)
    before = office.latest
    deliver(office, numbers=range(20, 25), failing=(), name="2")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(building.summary, "write", full)
    outcome = office.night(days=1)
    assert (outcome.exit_code, office.latest) == (14, before)
    assert "No space left" in outcome.summary
    assert [path.name for path in (office.curated / "releases").iterdir()] == [before]


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
    first_night(office)
    deliver(office, numbers=range(20, 25), failing=(), name="2")
    office.night(days=1)
    manifest = json.loads((office.curated / "latest" / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(manifest["diff"]["deliveries_added"]) == ["food_sampling_system/form2.csv", "food_sampling_system/items2.csv"]
    assert manifest["diff"]["rows"]["sample_history"] == 5
