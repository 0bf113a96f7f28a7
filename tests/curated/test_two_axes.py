"""What was known on a day never changes afterwards, and every as-of question is answered as a plain walk over the deliveries answers it."""

import datetime
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmon import cells
from qmon.curated import History, knowledge
from qmon.indicators import indicators
from qmon.marts import counted
from qmon.sources import sources
from tests.conftest import Office
from tests.curated.desk import Desk
from tests.curated.test_worked_case import EVENT, FORM, ITEM, SAMPLE

REPORTED = datetime.date(2026, 3, 20)
FIRST_NIGHT = datetime.date(2026, 3, 21)
ITEMS = ("噻虫胺", "毒死蜱")


class Event(NamedTuple):
    """One event of sample `n`: `item` None is a void of the sample; `day` from when it stands, `night` the night it is delivered in."""

    n: int
    item: str | None
    conforming: bool
    day: int
    night: int


class Case(NamedTuple):
    failing: dict[int, tuple[str, ...]]
    loaded: dict[int, int]
    events: list[Event]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    failing = {n: tuple(draw(st.sets(st.sampled_from(ITEMS)))) for n in range(1, 4)}
    loaded = {n: draw(st.integers(0, 2)) for n in failing}
    subjects = draw(st.lists(st.tuples(st.integers(1, 3), st.sampled_from([*ITEMS, None])), unique=True, max_size=4))
    events = [Event(n, item, draw(st.booleans()), draw(st.integers(0, 5)), draw(st.integers(0, 4))) for n, item in subjects]
    return Case(failing, loaded, events)


def row_of(event: Event) -> str:
    day = REPORTED + datetime.timedelta(days=event.day)
    if event.item is None:
        return f"S{event.n},作废,,{day},,,,,,文{event.n},备份丢失"
    verdict = "复检合格" if event.conforming else "复检不合格"
    return f"S{event.n},复检,,{day},{event.item},,,{verdict},虚构复检中心,文{event.n}{event.item},"


def deliver(office: Office, case: Case, night: int) -> None:
    """What comes in one night: samples with their items, then events."""
    office.now = datetime.datetime.combine(FIRST_NIGHT + datetime.timedelta(days=night), datetime.time(12), datetime.UTC)
    came = [n for n, when in case.loaded.items() if when == night]
    if came:
        office.form(
            *(SAMPLE.format(n=n, verdict="不合格" if case.failing[n] else "合格") for n in came), heading=FORM, name=f"f{night}.csv"
        )
        rows = [(n, item, item in case.failing[n]) for n in came for item in ITEMS]
        written = [
            ITEM.format(n=n, item=item, value="0.9" if bad else "0.1", verdict="不合格" if bad else "合格", limit="0.5")
            for n, item, bad in rows
        ]
        office.items(*written, name=f"i{night}.csv")
    events = [row_of(event) for event in case.events if event.night == night]
    if events:
        office.deliver(f"reinspection/{night}.csv", "\n".join((EVENT, *events)) + "\n")
    office.take_in()


@contextmanager
def known(office: Office) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        knowledge.from_history(connection, History(office.curated), sources(), office.moment)
        of_food = {"food_pass_rate": indicators()["food_pass_rate"]}
        cells.from_curated(connection, of_food)
        counted.from_curated(connection, of_food)
        cells.macros(connection, of_food)
        yield connection


def rate(connection: duckdb.DuckDBPyConnection, known_on: datetime.date | None, in_force_on: datetime.date | None) -> tuple[int, int]:
    asked = "SELECT n, n_fail FROM pass_rate_as_of($known, $in_force) WHERE period = '2026'"
    found = connection.execute(asked, {"known": known_on, "in_force": in_force_on}).fetchone() or (0, 0)
    from_rows = "SELECT coalesce(sum(n), 0), coalesce(sum(n_fail), 0) FROM cells_as_of($known, $in_force) WHERE left(period, 4) = '2026'"
    assert connection.execute(from_rows, {"known": known_on, "in_force": in_force_on}).fetchone() == found
    return found


def oracle(case: Case, known_on: datetime.date | None, in_force_on: datetime.date | None) -> tuple[int, int]:
    """The same by walking: what had come by then, what stood then, sample by sample."""

    def came(night: int) -> bool:
        return known_on is None or FIRST_NIGHT + datetime.timedelta(days=night) <= known_on

    def stood(day: int) -> bool:
        return in_force_on is None or REPORTED + datetime.timedelta(days=day) <= in_force_on

    n = x = 0
    for sample, items in case.failing.items():
        if not came(case.loaded[sample]) or not stood(0):
            continue
        failing = set(items)
        void = False
        for event in case.events:
            if event.n != sample or not came(event.night) or not stood(event.day):
                continue
            if event.item is None:
                void = True
            elif event.item in items and event.conforming:
                failing.discard(event.item)
        n += not void
        x += bool(failing) and not void
    return n, x


EXAMPLES = int(os.environ.get("QMON_EXAMPLES", "2"))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_every_question_is_answered_as_by_walking_and_the_past_never_changes(case: Case) -> None:
    days = [FIRST_NIGHT + datetime.timedelta(days=night) for night in range(5)]
    standing = [None, REPORTED - datetime.timedelta(days=1), *(REPORTED + datetime.timedelta(days=day) for day in (0, 2, 5))]
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        told: dict[tuple[datetime.date, datetime.date | None], tuple[int, int]] = {}
        for night, day in enumerate(days):
            deliver(office, case, night)
            with known(office) as connection:
                for in_force in standing:
                    told[day, in_force] = rate(connection, day, in_force)
                again = {key: rate(connection, *key) for key in told}
                assert again == told
                assert rate(connection, None, None) == told[day, None]
        assert told == {key: oracle(case, *key) for key in told}


@pytest.mark.parametrize("names", ["abc", "bca", "cab"])
def test_of_first_reports_received_at_once_the_last_file_says_when_they_stand(desk: Desk, names: str) -> None:
    days = dict(zip(names, (20, 21, 22), strict=True))
    for name, day in days.items():
        row = SAMPLE.format(n=1, verdict="合格").replace("2026-03-20", f"2026-03-{day}")
        desk.form(row, heading=FORM, name=f"{name}.csv")
    desk.items(ITEM.format(n=1, item="噻虫胺", value="0.1", verdict="合格", limit="0.5"))
    desk.now = datetime.datetime(2026, 3, 25, 12, tzinfo=datetime.UTC)
    desk.night()
    for table in ("sample_history", "result_history"):
        assert desk.ask(f"SELECT DISTINCT valid_from FROM {table}") == [(datetime.date(2026, 3, days["c"]),)]
