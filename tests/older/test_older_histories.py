"""An older history is opened by a night: its deliveries are taken in again in today's form, and nothing that was known is lost."""

import datetime
import shutil
from pathlib import Path

import pytest

from qmon import history_form, intake, night
from qmon.curated import History
from qmon.settings import Settings
from tests.conftest import Office
from tests.release.ten_samples import deliver

ARCHIVES = sorted(Path(__file__).parent.glob("*.tar.xz"))
YEAR = "indicator = 'food_pass_rate' AND period_kind = 'year' AND task_level = 'provincial'"
TOTAL = f"SELECT n, n_fail FROM pass_rate_as_of({{}}, NULL) WHERE {YEAR}"


def opened(office: Office, archive: Path) -> None:
    shutil.unpack_archive(archive, office.curated)
    office.now = datetime.datetime(2025, 12, 10, 17, 30, tzinfo=datetime.UTC)


@pytest.fixture
def first(office: Office) -> Office:
    """An office with the history of the first state of qmon that ran by night."""
    opened(office, ARCHIVES[0])
    return office


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda path: path.name.split(".")[0])
def test_a_night_takes_an_older_history_in_again_and_goes_on(office: Office, archive: Path) -> None:
    opened(office, archive)
    before = (office.curated / "latest").resolve()
    deliver(office, numbers=range(30, 40), failing=(33,), name="3")
    outcome = office.night()
    assert outcome.exit_code == 0
    assert "新增交付 2 件，按今日历史格式重新接收 4 件" in outcome.summary
    assert office.ask(TOTAL.format("NULL")) == [(30, 4)]
    assert office.ask(TOTAL.format("DATE '2025-12-03'")) == [(20, 3)]
    assert office.ask(TOTAL.format("DATE '2025-12-02'")) == [(12, 2)]
    assert {row["history_form"] for row in office.history("delivery")} == {history_form.newest()}
    assert before.exists()


def test_the_next_night_has_nothing_left_to_take_in_again(first: Office) -> None:
    first.night()
    assert first.night(days=1).summary == night.NOTHING_NEW


def test_a_history_of_a_newer_form_is_left_alone(first: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first.night()
    held = first.history("sample")
    monkeypatch.setattr(history_form, "newest", lambda: 1)
    monkeypatch.setattr(Settings, "definitions_hash", lambda _: "those of an older qmon")
    deliver(first)
    outcome = first.night(days=1)
    assert outcome.exit_code == 10 and "请更新 qmon" in outcome.summary
    assert first.history("sample") == held


def test_nothing_is_released_while_a_delivery_is_of_an_older_form(first: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before = first.latest

    def no_disk(*_: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as trouble:
        trouble.setattr(intake, "judge", no_disk)
        outcome = first.night()
    assert outcome.exit_code == 14 and "旧格式" in outcome.summary
    assert first.latest == before
    assert len(list(History(first.curated).deliveries())) == 4
    assert first.night(days=1).exit_code == 0
    assert first.ask(TOTAL.format("NULL")) == [(20, 3)]
