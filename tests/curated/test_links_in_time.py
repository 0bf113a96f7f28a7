"""What was another's record, waited, or was void by decision on a day stays so for that day, whatever is delivered or decided later."""

import datetime
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.curated.desk import Desk
from tests.curated.test_linkage import DOUBTFUL, FORM, NOTICE, PRINTED, reported
from tests.curated.test_standing import DECISION, FIRST
from tests.curated.test_standing import NOTICE as EXPORT
from tests.curated.test_two_axes import EXAMPLES

DAY = datetime.date(2026, 3, 2)
PRINTED_AGAIN = PRINTED.replace("省级", "国家级")
PASSED, FAILED = reported(), reported(verdict="不合格")


def night(
    desk: Desk, number: int, form: list[str] | None = None, notice: list[str] | None = None, decisions: list[str] | None = None
) -> None:
    """Night `number`: a file of each kind that is given."""
    desk.now = datetime.datetime.combine(DAY + datetime.timedelta(days=number), datetime.time(12), datetime.UTC)
    if form:
        desk.form(*form, heading=FORM, name=f"{number}.csv")
    if notice:
        desk.deliver(f"food_notice/{number}.csv", "\n".join((NOTICE, *notice)))
    if decisions:
        desk.deliver(f"decision/{number}.csv", "\n".join((DECISION, *(f"{one},,核对抽样单,李四" for one in decisions))))
    desk.night()


def known_on(desk: Desk, number: int) -> list[tuple[object, ...]]:
    """What was known on the day of a night of every sample: its link, whether it waits, its verdict and why it is void."""
    columns = "sample_id, linked_sample_id, held, verdict_reported, void_reason"
    return desk.ask(f"SELECT {columns} FROM sample_as_of(DATE '{DAY + datetime.timedelta(days=number)}', NULL) ORDER BY ALL")


def notices(desk: Desk, number: int) -> list[tuple[object, ...]]:
    """The same of the notice samples, in short."""
    return [
        (linked and str(linked)[-3:], held, verdict) for key, linked, held, verdict, _ in known_on(desk, number) if "notice" in str(key)
    ]


def the_finding(desk: Desk, code: str) -> str:
    ((number,),) = desk.ask(f"SELECT finding_id FROM finding WHERE code = '{code}'")
    return str(number)


COUNTS, WAITS, LINKED = (None, False, "conforming"), (None, True, "conforming"), ("SC1", False, "conforming")


@pytest.mark.parametrize(
    ("first", "second", "then", "now"),
    [
        ({"notice": [PRINTED]}, {"form": [PASSED]}, COUNTS, LINKED),
        ({"notice": [PRINTED], "form": [PASSED]}, {"form": [FAILED]}, LINKED, WAITS),
        ({"notice": [PRINTED], "form": [FAILED]}, {"form": [PASSED]}, WAITS, LINKED),
        ({"notice": [PRINTED], "form": [PASSED]}, {"notice": [PRINTED_AGAIN]}, LINKED, WAITS),
        ({"notice": [PRINTED], "form": [PASSED]}, {"form": [reported("SC2")]}, LINKED, WAITS),
    ],
    ids=["the record comes later", "fails now", "passes now", "the notice is of another level now", "a rival comes"],
)
def test_what_comes_later_changes_the_link_from_then_on(
    desk: Desk, first: dict[str, list[str]], second: dict[str, list[str]], then: tuple[object, ...], now: tuple[object, ...]
) -> None:
    night(desk, 0, **first)
    assert notices(desk, 0) == [then]
    night(desk, 2, **second)
    assert [notices(desk, number) for number in range(3)] == [[then], [then], [now]]


def test_another_notice_record_of_the_known_sample_takes_the_link_away_from_then_on(desk: Desk) -> None:
    night(desk, 0, [PASSED], [PRINTED])
    night(desk, 2, notice=[PRINTED.replace("100g/袋", "100克/袋")])
    assert [notices(desk, number) for number in (0, 1, 2)] == [[LINKED], [LINKED], [WAITS, WAITS]]


def test_of_two_notice_records_the_one_that_fits_is_linked_from_the_night_on_that_the_known_sample_fits_it(desk: Desk) -> None:
    night(desk, 0, [PASSED], [PRINTED, PRINTED.replace("100g/袋", "200g/袋")])
    night(desk, 2, [PASSED.replace("100g/袋", "200g/袋")])
    by_specification = (
        "SELECT linked_sample_id IS NOT NULL FROM sample_as_of(DATE '{}', NULL) WHERE source = 'food_notice' ORDER BY specification"
    )
    linked = [desk.ask(by_specification.format(DAY + datetime.timedelta(days=number))) for number in (0, 1, 2)]
    assert linked == [[(True,), (False,)], [(True,), (False,)], [(False,), (True,)]]


def test_a_decision_links_from_its_receipt_until_the_next_one(desk: Desk) -> None:
    night(desk, 0, [PASSED], [DOUBTFUL])
    number = the_finding(desk, "S14")
    night(desk, 2, decisions=[f"{number},采纳"])
    night(desk, 4, decisions=[f"{number},豁免"])
    assert [notices(desk, day) for day in range(5)] == [[WAITS], [WAITS], [LINKED], [LINKED], [COUNTS]]


def test_a_sample_that_was_linked_and_is_none_now_has_as_many_rows_as_states(desk: Desk) -> None:
    night(desk, 0, [PASSED], [PRINTED])
    night(desk, 1, [FAILED])
    night(desk, 2, [FAILED.replace("省抽", "市抽")])
    lives = desk.ask("SELECT issue, held FROM sample_history WHERE source = 'food_notice' ORDER BY known_from")
    assert lives == [(1, False), (2, True)]


@pytest.mark.parametrize(
    ("notice", "code", "later"),
    [(DOUBTFUL, "S14", {"form": [PASSED.replace("示例东街超市", "别处饭店")]}), (PRINTED, "S15", {"form": [FAILED]})],
    ids=["no candidate any more", "a contradiction now"],
)
def test_a_notice_sample_void_by_decision_on_its_match_stays_void(desk: Desk, notice: str, code: str, later: dict[str, list[str]]) -> None:
    night(desk, 0, [PASSED], [notice])
    night(desk, 1, decisions=[f"{the_finding(desk, code)},作废"])
    before = notices(desk, 1)
    assert [(held, verdict) for _, held, verdict in before] == [(False, "void")]
    night(desk, 2, **later)
    assert notices(desk, 1) == before
    assert [verdict for _, _, verdict in notices(desk, 2)] == ["void"]
    assert desk.ask("SELECT count(*) FROM finding WHERE code = 'A02'") == [(0,)]


def test_a_twin_void_by_decision_was_so_also_after_its_results_were_mended(desk: Desk) -> None:
    def deliver(number: int, *rows: str) -> None:
        desk.deliver(f"food_notice_export/{number}.csv", "\n".join((EXPORT, *rows)))
        night(desk, number)

    deliver(0, FIRST, FIRST.replace("12-01", "12-02"))
    night(desk, 1, decisions=[f"{the_finding(desk, 'S13')},作废"])
    before = known_on(desk, 1)
    assert sorted(str(verdict) for *_, verdict, _ in before) == ["nonconforming", "void"]
    deliver(2, FIRST.replace("1072", "1073"))
    assert the_codes(desk) & {"S13", "A02"} == set()
    assert known_on(desk, 1) == before
    assert sorted(str(verdict) for *_, verdict, _ in known_on(desk, 2)) == ["nonconforming", "void"]


def the_codes(desk: Desk) -> set[str]:
    return {str(code) for (code,) in desk.ask("SELECT DISTINCT code FROM finding")}


def test_a_sample_void_by_decision_on_a_quota_stays_void_when_the_quota_is_kept(desk: Desk) -> None:
    night(desk, 0, [PASSED, reported("SC2")])
    night(desk, 1, decisions=[f"{the_finding(desk, 'S09')},作废"])
    before = known_on(desk, 1)
    assert [verdict for *_, verdict, _ in before] == ["conforming", "void"]
    night(desk, 2, [reported("SC1", produced="2025-10-02")])
    assert the_codes(desk) & {"S09", "A02"} == set()
    assert (known_on(desk, 1), [verdict for *_, verdict, _ in known_on(desk, 2)]) == (before, ["conforming", "void"])


FORMS = st.builds(
    reported,
    st.sampled_from(["SC1", "SC2"]),
    st.sampled_from(["示例东街超市", "别处饭店"]),
    st.just("2025-10-01"),
    st.sampled_from(["合格", "不合格"]),
    st.sampled_from(["省抽", "国抽"]),
)
NOTICES = st.sampled_from([PRINTED, PRINTED_AGAIN, DOUBTFUL, PRINTED.replace("100g/袋", "100克/袋")])


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_links_and_decisions_never_change_an_earlier_answer(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        told: dict[int, list[tuple[object, ...]]] = {}
        open_findings: list[str] = []
        for number in range(5):
            forms = data.draw(st.lists(FORMS, max_size=2, unique_by=lambda row: row[:3]))
            rows = data.draw(st.lists(NOTICES, max_size=2, unique=True))
            answers = (
                data.draw(st.dictionaries(st.sampled_from(open_findings), st.sampled_from(["采纳", "豁免", "作废"]), max_size=2))
                if open_findings
                else {}
            )
            night(desk, number, forms, rows, [f"{one},{answer}" for one, answer in answers.items()])
            told[number] = known_on(desk, number)
            assert {one: known_on(desk, one) for one in told} == told
            open_findings = [str(one) for (one,) in desk.ask("SELECT finding_id FROM finding WHERE sample_id IS NOT NULL ORDER BY ALL")]
            assert the_codes(desk) & {"A02"} == set()
        desk.close()
