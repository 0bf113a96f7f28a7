"""The clerk's round: a finding, the list, the list filled in and dropped back, the number after it."""

from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from python_calamine import load_workbook

from qmon.cli import main
from qmon.exchange import waiting
from tests.conftest import Office
from tests.once import once
from tests.release.ten_samples import ITEM, SAMPLE, TOTAL, deliver

KNOWN = (
    "SELECT count(*) FILTER (void_reason IS NULL) FROM sample_history "
    "WHERE known_from <= TIMESTAMP '{day}' AND known_to > TIMESTAMP '{day}'"
)


@once
def contradictory(office: Office) -> None:
    """Ten samples, of which one has an item with two verdicts: it is held until a person says what holds."""
    deliver(office)
    office.items(ITEM.format(n=5, value="0.11", verdict="合格"), ITEM.format(n=5, value="0.61", verdict="不合格"), name="later.csv")
    office.night()


def fill(office: Office, book: Path, answer: str, value: str = "") -> None:
    """Fill in every line of the list and drop it into data/raw/decision/."""
    rows = load_workbook(str(book)).get_sheet_by_name("待处理").to_python()
    heading = [str(cell) for cell in rows[0]]
    answers = {"处理决定": answer, "替换值": value, "理由": "核对原始记录", "文号": "函〔2026〕1号", "决定人": "虚构人"}
    target = office.raw / "decision" / "answers.xlsx"
    target.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(target)) as out:
        sheet = out.add_worksheet("待处理")
        sheet.write_row(0, 0, heading)
        for line, row in enumerate(rows[1:], start=1):
            for column, name in enumerate(heading):
                sheet.write_string(line, column, answers.get(name, str(row[column])))


def listed(office: Office, tmp_path: Path, *which: str) -> Path:
    book = tmp_path / "open.xlsx"
    done = CliRunner().invoke(main, ["findings", *(which or ("--open",)), "--xlsx", str(book), "--curated", str(office.curated)])
    assert done.exit_code == 0, done.output
    return book


@pytest.mark.parametrize(
    ("answer", "counts"),
    [("采纳", ("provincial", 10, 9, 1, 0)), ("豁免", ("provincial", 10, 9, 1, 0)), ("作废", ("provincial", 9, 8, 1, 0))],
)
def test_an_answer_moves_the_number_the_next_night(office: Office, tmp_path: Path, answer: str, counts: tuple[object, ...]) -> None:
    contradictory(office)
    assert office.ask(TOTAL) == [("provincial", 9, 8, 1, 1)]
    fill(office, listed(office, tmp_path), answer)
    assert office.night(days=1).exit_code == 0
    assert office.ask(TOTAL) == [counts]
    ((status, decision),) = office.ask("SELECT finding_status, decision_id IS NOT NULL FROM finding WHERE acts_on = 'sample'")
    assert (status, decision) == ("answered", True)


def test_a_list_longer_than_a_person_looks_through_says_how_many_wait_behind_it(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.form(*(SAMPLE.format(n=n, level="省抽", stage="仓库", verdict="合格") for n in (1, 2, 3)))
    office.night()
    monkeypatch.setattr(waiting, "MOST", 2)
    book = tmp_path / "open.xlsx"
    done = CliRunner().invoke(main, ["findings", "--code", "S05", "--xlsx", str(book), "--curated", str(office.curated)])
    assert done.output == f"{book}：2 条，其余 1 条待这些处理后再列\n"
    assert len(load_workbook(str(book)).get_sheet_by_name("待处理").to_python()) == 1 + 2


def test_a_replaced_value_moves_the_sample_into_its_group(office: Office, tmp_path: Path) -> None:
    asked = "SELECT stage, n FROM pass_rate WHERE indicator = 'food_pass_rate' AND grouping = 'stage' AND period = '2025' ORDER BY 1"
    office.form(SAMPLE.format(n=1, level="省抽", stage="仓库", verdict="合格"))
    office.night()
    assert office.ask(asked) == [(None, 1)]
    fill(office, listed(office, tmp_path, "--code", "S05"), "替换", "流通")
    office.night(days=1)
    assert office.ask(asked) == [("circulation", 1)]


def test_what_was_known_the_day_before_is_unchanged(office: Office, tmp_path: Path) -> None:
    contradictory(office)
    (before,) = office.ask(KNOWN.format(day=f"{office.now:%Y-%m-%d} 23:00:00"))
    fill(office, listed(office, tmp_path), "作废")
    day = f"{office.now:%Y-%m-%d} 23:00:00"
    office.night(days=1)
    assert office.ask(KNOWN.format(day=day)) == [before]
    assert office.ask(KNOWN.format(day="2026-12-31")) == [(9,)]


def test_explain_names_the_decision(office: Office, tmp_path: Path) -> None:
    contradictory(office)
    fill(office, listed(office, tmp_path), "采纳")
    office.night(days=1)
    ((number,),) = office.ask("SELECT finding_id FROM finding WHERE acts_on = 'sample'")
    done = CliRunner().invoke(main, ["explain", number, "--curated", str(office.curated)])
    assert done.exit_code == 0 and "虚构人" in done.output and "函〔2026〕1号" in done.output, done.output
    asked = ["explain", "food_pass_rate", "--period", "2025", "--curated", str(office.curated)]
    assert "函〔2026〕1号" in CliRunner().invoke(main, asked).output


def test_what_asks_without_holding_anything_is_in_the_list_too(office: Office, tmp_path: Path) -> None:
    deliver(office, numbers=range(12), failing=tuple(range(12)))
    office.night()
    assert office.ask(TOTAL) == []
    fill(office, listed(office, tmp_path), "采纳")
    assert office.night(days=1).exit_code == 0
    assert office.ask(TOTAL) == [("provincial", 12, 0, 12, 0)]


def test_an_unanswered_line_of_the_list_is_no_decision(office: Office, tmp_path: Path) -> None:
    contradictory(office)
    fill(office, listed(office, tmp_path), "")
    office.night(days=1)
    assert office.ask(TOTAL) == [("provincial", 9, 8, 1, 1)]
