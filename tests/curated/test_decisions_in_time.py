"""What a decision holds, voids or releases on one axis leaves the rows of a sample's history side by side, and the past as it was."""

import datetime

from tests.curated.desk import Desk
from tests.curated.test_worked_case import FORM, ITEM, LOADED, SAMPLE, at_night

CONTRADICTORY = [
    ITEM.format(n=1, item="噻虫胺", value=value, verdict=verdict, limit="0.2") for value, verdict in (("0.24", "不合格"), ("0.1", "合格"))
]
DECIDED, AGAIN, LATER = (datetime.date(2026, month, day) for month, day in ((3, 25), (3, 28), (4, 2)))


def form(desk: Desk, day: datetime.date, level: str = "省抽") -> None:
    desk.form(SAMPLE.format(n=1, verdict="不合格").replace("省抽", level), heading=FORM, name=f"{day}.csv")
    at_night(desk, day)


def decide(desk: Desk, day: datetime.date, number: str, answer: str) -> None:
    desk.deliver(f"decision/{day}.csv", f"发现编号,处理决定,理由,决定人\n{number},{answer},核对无误,虚构人\n")
    at_night(desk, day)


def held_by(desk: Desk) -> str:
    """A sample held by contradictory verdicts of its item; the number of the finding."""
    desk.items(*CONTRADICTORY)
    form(desk, LOADED)
    ((number,),) = desk.ask("SELECT finding_id FROM finding WHERE acts_on = 'sample'")
    return str(number)


def known_on(desk: Desk, day: datetime.date) -> list[tuple[object, ...]]:
    return desk.ask(f"SELECT verdict_reported, held, void_reason FROM sample_as_of(DATE '{day}', NULL)")


def test_a_decision_that_ends_after_its_sample_came_again_cuts_no_row_that_had_ended(desk: Desk) -> None:
    number = held_by(desk)
    decide(desk, DECIDED, number, "采纳")
    form(desk, AGAIN, "国抽")
    decide(desk, LATER, number, "豁免")
    lives = desk.ask("SELECT known_from::DATE, known_to::DATE FROM sample_history ORDER BY known_from")
    assert lives == [(LOADED, DECIDED), (DECIDED, AGAIN), (AGAIN, datetime.date.max)]


def test_contradictory_items_that_come_later_hold_nothing_of_what_was_known_before(desk: Desk) -> None:
    form(desk, LOADED)
    before = known_on(desk, LOADED)
    desk.items(*CONTRADICTORY)
    at_night(desk, DECIDED)
    assert desk.ask("SELECT held FROM sample_current") == [(True,)]
    assert known_on(desk, LOADED) == before == [("nonconforming", False, None)]


def test_a_sample_that_was_void_by_decision_was_so_also_after_it_came_again(desk: Desk) -> None:
    decide(desk, DECIDED, held_by(desk), "作废")
    before = known_on(desk, DECIDED)
    form(desk, AGAIN, "国抽")
    assert known_on(desk, DECIDED) == before == [("void", False, "核对无误")]
    assert desk.ask("SELECT verdict_reported, held FROM sample_current") == [("nonconforming", True)]
