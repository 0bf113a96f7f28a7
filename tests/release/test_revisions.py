"""A published number that changes is stated again with its cause; one that does not is not."""

import datetime

import pytest

from tests.conftest import Office
from tests.curated.test_worked_case import CLEARED, FORM, ITEM, LOADED, RECORDED, SAMPLE, at_night, clear, event, load
from tests.once import once

Q1 = "WHERE indicator = 'food_pass_rate' AND grouping = 'total' AND period = '2026-Q1'"
LATER = datetime.date(2026, 5, 20)
OBJECTION = "S2,异议,2026-03-25,,,,,,,,"


@once
def objected(office: Office) -> None:
    """The 500 samples, published; then an objection, which changes nothing."""
    load(office, LOADED)
    event(office, RECORDED, OBJECTION)


def late(office: Office) -> None:
    """A sample of the first quarter that comes in May."""
    office.form(SAMPLE.format(n=900, verdict="不合格"), heading=FORM, name="late.csv")
    office.items(ITEM.format(n=900, item="噻虫胺", value="0.9", verdict="不合格", limit="0.2"), name="late_items.csv")
    at_night(office, LATER)


def test_the_triangle_keeps_every_statement(office: Office) -> None:
    clear(office)
    late(office)
    asked = f"SELECT n, n_fail, n_before, n_fail_before, causes FROM revision {Q1} ORDER BY stated_at"
    assert office.ask(asked) == [(500, 11, None, None, None), (500, 10, 500, 11, "复检改判1批次"), (501, 11, 500, 10, "补报1批次")]
    assert office.ask(f"SELECT n_first, n_fail_first, n, n_fail, note FROM restatement {Q1}") == [
        (500, 11, 501, 11, "较首次发布合格率未变，检验数由500改为501：复检改判1批次；补报1批次")
    ]


def test_a_release_that_changes_nothing_states_nothing_again(office: Office) -> None:
    objected(office)
    event(office, LATER, "S3,异议,2026-03-25,,,,,,,,")
    assert office.ask(f"SELECT count(*) FROM revision {Q1}") == [(1,)]
    assert office.ask("SELECT count(*) FROM restatement") == [(0,)]


@pytest.mark.parametrize(("again", "statements"), [(datetime.date(2026, 3, 30), 0), (datetime.date(2026, 4, 1), 1)])
def test_a_number_is_published_once_its_period_has_ended(office: Office, again: datetime.date, statements: int) -> None:
    load(office, LOADED)
    event(office, again, OBJECTION)
    assert office.ask(f"SELECT count(*) FROM revision {Q1}") == [(statements,)]


def test_a_correction_by_the_laboratory_is_named(office: Office) -> None:
    objected(office)
    path = office.raw / "food_sampling_system" / "form.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("S4,监督抽检", "S4,风险监测"), encoding="utf-8")
    at_night(office, LATER)
    assert office.ask(f"SELECT n, n_fail, causes FROM revision {Q1} ORDER BY stated_at")[-1] == (499, 10, "更正1批次")


def test_a_newer_version_of_a_re_inspection_is_named_a_re_inspection(office: Office) -> None:
    clear(office)
    event(office, LATER, CLEARED.replace("0.19", "0.21").replace("复检合格", "复检不合格"))
    assert office.ask(f"SELECT n_fail, causes FROM revision {Q1} ORDER BY stated_at")[1:] == [(10, "复检改判1批次"), (11, "复检改判1批次")]


def test_items_delivered_again_are_a_correction(office: Office) -> None:
    load(office, LOADED)
    office.items(ITEM.format(n=1, item="噻虫胺", value="0.05", verdict="合格", limit="0.2"), name="again.csv")
    at_night(office, RECORDED)
    derived = Q1.replace("food_pass_rate", "food_pass_rate_derived")
    assert office.ask(f"SELECT n_fail, causes FROM revision {derived} ORDER BY stated_at")[1:] == [(10, "更正1批次")]


def test_a_list_that_a_person_calls_whole_is_a_decision(office: Office) -> None:
    load(office, LOADED)
    office.form(*(SAMPLE.format(n=n, verdict="不合格") for n in range(600, 612)), heading=FORM, name="failing.csv")
    at_night(office, RECORDED)
    ((number,),) = office.ask("SELECT finding_id FROM finding WHERE code = 'D03' AND file LIKE '%failing%'")
    office.deliver("decision/a.csv", f"发现编号,处理决定,理由,决定人\n{number},采纳,全部样品即此,虚构人\n")
    at_night(office, LATER)
    asked = f"SELECT n, n_fail, causes FROM revision {Q1} ORDER BY stated_at"
    assert office.ask(asked) == [(500, 11, None), (512, 23, "数据处理决定12批次")]
