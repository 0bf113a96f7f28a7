"""Folders that lost something: the night says which, and no number shrinks without a word."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from qmon import night, release
from qmon.cli import main
from qmon.curated import History
from tests.conftest import Office
from tests.release.ten_samples import TOTAL, deliver, first_night


def of_form(office: Office) -> Path:
    """The folder of the delivery that describes the samples."""
    (receipt,) = [one for one in office.store.receipts() if one.file.endswith("form.csv")]
    return History(office.curated).folder / receipt.delivery_id


def second(office: Office) -> night.Outcome:
    deliver(office, numbers=range(20, 25), failing=(), name="2")
    return office.night(days=1)


def test_an_emptied_folder_of_the_history_is_taken_in_again(office: Office) -> None:
    first_night(office)
    for path in of_form(office).iterdir():
        path.unlink()
    assert second(office).exit_code == 0
    assert office.ask(TOTAL) == [("provincial", 15, 14, 1, 0)]


def test_a_folder_that_lost_a_table_stops_the_release_and_is_named(office: Office) -> None:
    first_night(office)
    (of_form(office) / "sample.parquet").unlink()
    outcome = second(office)
    assert (outcome.exit_code, of_form(office).name in outcome.summary) == (14, True)
    assert office.ask(TOTAL) == [("provincial", 10, 9, 1, 0)]
    shutil.rmtree(of_form(office))
    assert office.night(days=1).exit_code == 0
    assert office.ask(TOTAL) == [("provincial", 15, 14, 1, 0)]


def test_what_is_no_delivery_in_the_history_makes_no_release(office: Office) -> None:
    first_night(office)
    (office.curated / "history" / "lost+found").mkdir()
    (office.curated / "history" / ".DS_Store").write_bytes(b"\0")
    assert office.night(days=1).summary == night.NOTHING_NEW


@pytest.mark.parametrize("dangling", [True, False])
def test_where_latest_leads_nowhere_though_releases_exist_nothing_begins_afresh(office: Office, dangling: bool) -> None:
    first_night(office)
    link = office.curated / "latest"
    there = link.resolve()
    if dangling:
        there.rename(there.with_name("moved"))
    else:
        link.unlink()
    outcome = second(office)
    assert (outcome.exit_code, "latest" in outcome.summary) == (14, True)
    if dangling:
        there.with_name("moved").rename(there)
    else:
        link.symlink_to(Path("releases") / there.name)
    assert office.night(days=1).exit_code == 0
    assert release.Release(link.resolve()).manifest["previous"] == there.name


@pytest.mark.parametrize("content", ["{", "{}"])
def test_a_damaged_manifest_is_named(office: Office, content: str) -> None:
    first_night(office)
    manifest = office.release.folder / "manifest.json"
    manifest.write_text(content, encoding="utf-8")
    outcome = second(office)
    assert (outcome.exit_code, str(manifest) in outcome.summary) == (14, True)


@pytest.mark.parametrize("content", ["", '{"delivery_id":', "[]"])
def test_a_damaged_receipt_is_named(office: Office, content: str) -> None:
    first_night(office)
    path = office.store.path(of_form(office).name)
    path.write_text(content, encoding="utf-8")
    outcome = second(office)
    assert (outcome.exit_code, str(path) in outcome.summary) == (14, True)


def test_kept_bytes_that_are_not_whole_are_not_taken_in(office: Office) -> None:
    deliver(office)
    with night.locked(office.curated):
        night.intake.survey(office.settings)
    for path in (office.curated / "kept").iterdir():
        path.write_bytes(path.read_bytes()[:200])
    shutil.rmtree(office.raw)
    outcome = office.night()
    assert {row["delivery_status"] for row in outcome.deliveries} == {"failed"}
    assert "原件不完整" in outcome.deliveries[0]["message"]
    deliver(office)  # from what lies in data/raw they are kept anew
    assert office.night(days=1).exit_code == 0
    assert office.ask(TOTAL) == [("provincial", 10, 9, 1, 0)]


def test_a_register_with_half_a_line_is_named_and_stops_no_night(office: Office) -> None:
    first_night(office)
    register = office.curated / "published.jsonl"
    register.write_text('{"release":', encoding="utf-8")
    assert second(office).exit_code == 0
    with pytest.raises(release.ReleaseError, match=r"published\.jsonl"):
        release.published_releases(office.curated)
    assert register.read_text(encoding="utf-8") == '{"release":'


def test_a_release_that_is_itself_damaged_is_not_called_reproduced(office: Office) -> None:
    first_night(office)
    with (office.release.folder / "summary.csv").open("a", encoding="utf-8") as file:
        file.write("x")
    done = CliRunner().invoke(main, ["reproduce", "latest", "--curated", str(office.curated)])
    assert (done.exit_code, "summary.csv" in done.output) == (1, True)


@pytest.mark.parametrize("wanted", ["", "/", "**", "../releases/2026"])
@pytest.mark.parametrize("command", [["publish", "--by", "虚构人", "--document", "函1号"], ["reproduce"]])
def test_only_the_beginning_of_a_release_names_one(office: Office, command: list[str], wanted: str) -> None:
    first_night(office)
    done = CliRunner().invoke(main, [command[0], wanted, *command[1:], "--curated", str(office.curated)])
    assert done.exit_code == 1
    assert not done.output.startswith("Traceback") and isinstance(done.exception, SystemExit)
    assert not (office.curated / "published.jsonl").exists()


def test_a_path_may_have_a_quote_and_no_pattern(tmp_path: Path) -> None:
    (tmp_path / "o'brien").mkdir()
    quoted = Office(tmp_path / "o'brien")
    assert first_night.__wrapped__(quoted).exit_code == 0
    (tmp_path / "a[1]").mkdir()
    assert first_night.__wrapped__(Office(tmp_path / "a[1]")).exit_code == 14


def test_a_wrong_definition_and_an_unreadable_database_are_sentences(office: Office, tmp_path: Path) -> None:
    first_night(office)
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "source.yml").write_text("title: [\n", encoding="utf-8")
    given = ["explain", "food_pass_rate", "--period", "2025", "--curated", str(office.curated)]
    wrong = CliRunner().invoke(main, [*given, "--sources", str(tmp_path)])
    assert (wrong.exit_code, "定义有误" in wrong.output) == (10, True)
    office.release.database.write_bytes(b"no database")
    unreadable = CliRunner().invoke(main, given)
    assert (unreadable.exit_code, "未能读写文件" in unreadable.output) == (14, True)
