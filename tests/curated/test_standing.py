"""What rests on all that is known: items that wait for their sample, verdicts that differ, twins, decisions, late sources."""

import datetime
from collections.abc import Iterator

import duckdb
import pytest

from qmon.curated import History, knowledge
from qmon.sources import sources
from tests.conftest import Office

SAMPLE = "SC1,监督抽检,省抽,流通,糕点,虚构蛋糕,2025-12-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,"
ITEM = "SC1,铅(以Pb计),0.11,mg/kg,合格项,0.5,mg/kg,0.02,mg/kg"
FAILING = ITEM.replace("0.11", "0.61").replace("合格项", "不合格项")
DECISION = "发现编号,处理决定,替换值,理由,决定人"


class Known:
    """The tables of a release as known on a day, without the release."""

    def __init__(self, office: Office, known: datetime.datetime | None = None) -> None:
        self.connection = duckdb.connect()
        moment = known.replace(tzinfo=None) if known is not None else office.moment
        knowledge.from_history(self.connection, History(office.curated), sources(), moment)

    def ask(self, query: str) -> list[tuple[object, ...]]:
        return self.connection.execute(query).fetchall()

    def codes(self) -> list[str]:
        return [str(code) for (code,) in self.ask("SELECT code FROM finding ORDER BY code")]


@pytest.fixture
def know(office: Office) -> Iterator[object]:
    opened: list[Known] = []

    def look(known: datetime.datetime | None = None) -> Known:
        opened.append(Known(office, known))
        return opened[-1]

    yield look
    for one in opened:
        one.connection.close()


def test_items_may_come_before_their_sample_and_wait(office: Office, know) -> None:
    office.items(FAILING)
    office.take_in()
    assert know().codes() == ["I10"]
    office.form(SAMPLE.replace("合格", "不合格"))
    office.take_in()
    known = know()
    assert known.codes() == []
    assert known.ask("SELECT verdict_reported, verdict_derived, conclusion_derived, n_items FROM sample_current") == [
        ("nonconforming", "nonconforming", "纯抽检不合格样品", 1)
    ]


@pytest.mark.parametrize(("items", "found"), [([], ["I01"]), ([ITEM], [])])
def test_i01_a_verdict_rests_on_at_least_one_item(office: Office, know, items: list[str], found: list[str]) -> None:
    office.form(SAMPLE)
    if items:
        office.items(*items)
    office.take_in()
    assert know().codes() == found


@pytest.mark.parametrize(("second", "held"), [(ITEM.replace("0.11", "0.12"), False), (FAILING, True)])
def test_i01_one_item_with_two_verdicts_holds_the_sample(office: Office, know, second: str, held: bool) -> None:
    office.form(SAMPLE.replace("合格", "不合格") if held else SAMPLE)
    office.items(ITEM, second)
    office.take_in()
    known = know()
    assert known.ask("SELECT held, n_contradictions FROM sample_current") == [(held, int(held))]
    assert known.codes() == (["I01"] if held else [])


@pytest.mark.parametrize(("item", "found"), [(ITEM, []), (FAILING, ["V01"])])
def test_v01_a_reported_verdict_that_its_items_do_not_bear_out_is_said_and_counts(
    office: Office, know, item: str, found: list[str]
) -> None:
    office.form(SAMPLE)
    office.items(item)
    office.take_in()
    known = know()
    assert known.codes() == found
    assert known.ask("SELECT verdict_reported, held FROM sample_current") == [("conforming", False)]


@pytest.mark.parametrize(
    ("verdict", "items", "found", "reported"),
    [
        ("纯监测问题样品", ["SC1,铅(以Pb计),0.9,mg/kg,问题项,,,,"], [], "not_tested"),
        ("合格", ["SC1,铅(以Pb计),0.9,mg/kg,问题项,,,,"], ["V02"], None),
        ("合格", ["SC1,铅(以Pb计),0.9,mg/kg,问题项,,,,", "SC1,镉,0.01,mg/kg,合格项,,,,"], [], "conforming"),
    ],
)
def test_v02_risk_items_alone_give_no_supervision_verdict(
    office: Office, know, verdict: str, items: list[str], found: list[str], reported: str | None
) -> None:
    office.form(SAMPLE.replace("纯抽检合格样品", verdict))
    office.items(*items)
    office.take_in()
    known = know()
    assert [code for code in known.codes() if code != "V01"] == found
    assert known.ask("SELECT verdict_reported FROM sample_current") == [(reported,)]


def test_two_tracks_on_one_sample_are_kept_apart(office: Office, know) -> None:
    office.form(SAMPLE.replace("纯抽检合格样品", "抽检合格样品并监测问题样品"))
    office.items(ITEM, "SC1,镉(以Cd计),0.9,mg/kg,问题项,,,,")
    office.take_in()
    assert know().ask(
        "SELECT verdict_reported, risk_verdict_reported, verdict_derived, risk_verdict_derived, conclusion_derived FROM sample_current"
    ) == [("conforming", "problem", "conforming", "problem", "抽检合格样品并监测问题样品")]


# ── near duplicates and decisions ─────────────────────────────────────────────────────────────────────────────────────

NOTICE = "物料名称,产品分类,生产商,供应商,检测项目,检测结果,限量值,判定,发布单位,发布日期"
FIRST = "粉条,淀粉及淀粉制品,虚构粉条厂,虚构 饭店,铝的残留量,1072mg/kg,≤200mg/kg,不合格,国内监督抽查(山东市场监管局),2025-12-01"


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (FIRST.replace("2025-12-01", "2025-12-02").replace("虚构 饭店", "虚构饭店"), ["S13"]),
        (FIRST.replace("2025-12-01", "2025-12-02").replace("1072", "1073"), []),
    ],
)
def test_s13_the_same_failure_announced_twice_names_both(office: Office, know, second: str, found: list[str]) -> None:
    office.deliver("food_notice_export/a.csv", "\n".join((NOTICE, FIRST, second)))
    office.take_in()
    known = know()
    assert [code for code in known.codes() if code == "S13"] == found
    for sample_id, twin in known.ask("SELECT sample_id, found_text FROM finding WHERE code = 'S13'"):
        assert sample_id != twin and twin in [row["sample_id"] for row in office.history("sample")]
    assert known.ask("SELECT count(*) FROM sample_current WHERE verdict_reported = 'nonconforming'") == [(2,)]


def decide(office: Office, finding_id: object, answer: str, value: str = "", name: str = "d.csv") -> None:
    office.deliver(f"decision/{name}", "\n".join((DECISION, f"{finding_id},{answer},{value},核对抽样单,李四")))


def test_a_decision_settles_a_near_duplicate(office: Office, know) -> None:
    office.deliver("food_notice_export/a.csv", "\n".join((NOTICE, FIRST, FIRST.replace("12-01", "12-02"))))
    office.take_in()
    ((finding_id,),) = know().ask("SELECT finding_id FROM finding WHERE code = 'S13'")
    office.now += datetime.timedelta(days=1)
    decide(office, finding_id, "作废")
    office.take_in()
    known = know()
    assert known.ask("SELECT verdict_reported, count(*) FROM sample_current GROUP BY ALL ORDER BY ALL") == [
        ("nonconforming", 1),
        ("void", 1),
    ]
    assert known.ask("SELECT finding_status FROM finding WHERE code = 'S13'") == [("answered",)]
    before = know(office.now - datetime.timedelta(days=1))
    assert before.ask("SELECT count(*) FROM sample_current WHERE verdict_reported = 'nonconforming'") == [(2,)]


def test_a_decision_releases_a_held_sample(office: Office, know) -> None:
    office.form(SAMPLE, SAMPLE.replace("蛋糕", "面包"))
    office.take_in()
    ((finding_id,),) = know().ask("SELECT finding_id FROM finding WHERE code = 'S01'")
    assert know().ask("SELECT held FROM sample_current") == [(True,)]
    decide(office, finding_id, "采纳")
    office.take_in()
    assert know().ask("SELECT held FROM sample_current") == [(False,)]


@pytest.mark.parametrize(("value", "stage", "found"), [("餐饮", "catering", []), ("仓储", None, ["A01"])])
def test_a_decision_replaces_a_value_or_says_that_it_cannot(office: Office, know, value: str, stage: str | None, found: list[str]) -> None:
    office.form(SAMPLE.replace("流通", "店里"))
    office.items(ITEM)
    office.take_in()
    ((finding_id,),) = know().ask("SELECT finding_id FROM finding WHERE code = 'S05'")
    decide(office, finding_id, "替换", value)
    office.take_in()
    known = know()
    assert known.ask("SELECT stage FROM sample_current") == [(stage,)]
    assert [code for code in known.codes() if code == "A01"] == found


@pytest.mark.parametrize(("finding_id", "found"), [("S05-000000000000", ["A02"]), (None, [])])
def test_a02_a_decision_that_answers_nothing_is_said(office: Office, know, finding_id: str | None, found: list[str]) -> None:
    office.form(SAMPLE.replace("流通", "店里"))
    office.items(ITEM)
    office.take_in()
    decide(office, finding_id or know().ask("SELECT finding_id FROM finding WHERE code = 'S05'")[0][0], "豁免")
    office.take_in()
    assert [code for code in know().codes() if code == "A02"] == found


def test_an_accepted_delivery_counts_although_it_was_held(office: Office, know) -> None:
    rows = [SAMPLE.replace("SC1", f"SC{number}") for number in range(10)]
    office.form(*rows)
    office.take_in()
    office.now += datetime.timedelta(days=1)
    office.form(*(row.replace("合格", "不合格") for row in rows[:5]))
    office.take_in()
    failing = "SELECT count(*) FROM sample_current WHERE verdict_reported = 'nonconforming'"
    assert know().ask(failing) == [(0,)]
    ((finding_id,),) = know().ask("SELECT finding_id FROM finding WHERE code = 'D02'")
    held_on = office.now
    office.now += datetime.timedelta(days=1)
    decide(office, finding_id, "采纳")
    office.take_in()
    assert know().ask(failing) == [(5,)]
    before = "SELECT count(*) FROM sample_history WHERE verdict_reported = 'nonconforming' AND known_from <= $1 AND $1 < known_to"
    assert know().connection.execute(before, [held_on.replace(tzinfo=None)]).fetchall() == [(0,)]
    assert know().ask("SELECT count(*) FROM sample_current") == [(10,)]


# ── time ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_correction_is_a_newer_issue_and_the_older_one_stays(office: Office, know) -> None:
    office.form(SAMPLE)
    office.items(ITEM)
    office.take_in()
    office.now += datetime.timedelta(days=10)
    office.form(SAMPLE.replace("合格", "不合格"))
    office.items(FAILING)
    office.take_in()
    assert know().ask("SELECT issue, verdict_reported, verdict_derived, known_to = 'infinity' FROM sample_history ORDER BY issue") == [
        (1, "conforming", "conforming", False),
        (2, "nonconforming", "nonconforming", True),
    ]
    assert know().ask("SELECT issue, item_verdict FROM result_history ORDER BY issue") == [(1, "conforming"), (2, "nonconforming")]


def test_what_was_known_on_a_day_never_changes_afterwards(office: Office, know) -> None:
    days = [office.now + datetime.timedelta(days=number) for number in range(3)]
    asked = "SELECT sample_id, verdict_reported, verdict_derived FROM sample_history WHERE known_from <= $1 AND $1 < known_to ORDER BY 1"
    answers: dict[datetime.datetime, object] = {}
    for day, verdict in zip(days, ("合格", "不合格", "合格"), strict=True):
        office.now = day
        office.form(SAMPLE.replace("纯抽检合格样品", verdict), SAMPLE.replace("SC1", f"SC{day.day}"))
        office.items(ITEM if verdict == "合格" else FAILING)
        office.take_in()
        known = know()
        for earlier in days[: days.index(day) + 1]:
            rows = known.connection.execute(asked, [earlier.replace(tzinfo=None)]).fetchall()
            assert answers.setdefault(earlier, rows) == rows
    assert len(set(map(str, answers.values()))) == 3


@pytest.mark.parametrize(("days", "found"), [(92, []), (93, ["D01"])])
def test_d01_a_source_is_late_two_periods_and_its_lag_after_its_newest_sample(office: Office, know, days: int, found: list[str]) -> None:
    office.now = datetime.datetime(2025, 12, 5, tzinfo=datetime.UTC)
    office.form(SAMPLE)
    office.items(ITEM)
    office.take_in()
    assert know(office.now + datetime.timedelta(days=days)).codes() == found


def test_a_newer_decision_does_not_change_what_was_known_before(office: Office, know) -> None:
    office.form(SAMPLE, SAMPLE.replace("蛋糕", "面包"))
    office.take_in()
    ((finding_id,),) = know().ask("SELECT finding_id FROM finding WHERE code = 'S01'")
    days = [office.now + datetime.timedelta(days=number) for number in range(3)]
    for day, answer in zip(days[1:], ("作废", "采纳"), strict=True):
        office.now = day
        decide(office, finding_id, answer, name=f"{day.day}.csv")
        office.take_in()
    asked = "SELECT verdict_reported FROM sample_history WHERE known_from <= $1 AND $1 < known_to"
    known = know()
    assert [known.connection.execute(asked, [day.replace(tzinfo=None)]).fetchall() for day in days] == [
        [("conforming",)],
        [("void",)],
        [("conforming",)],
    ]
    assert know(days[1]).ask("SELECT verdict_reported FROM sample_current") == [("void",)]


def test_a_decision_ends_after_its_last_valid_day(office: Office, know) -> None:
    office.form(SAMPLE, SAMPLE.replace("蛋糕", "面包"))
    office.take_in()
    ((finding_id,),) = know().ask("SELECT finding_id FROM finding WHERE code = 'S01'")
    office.deliver("decision/d.csv", "\n".join((DECISION + ",有效期至", f"{finding_id},作废,,核对抽样单,李四,2026-01-20")))
    office.take_in()
    for day, verdict in ((20, "void"), (21, "conforming")):
        assert know(datetime.datetime(2026, 1, day, 12)).ask("SELECT verdict_reported FROM sample_current") == [(verdict,)]


def test_a_decision_on_a_quarantined_record_says_that_it_changes_nothing(office: Office, know) -> None:
    office.form(SAMPLE, SAMPLE.replace("SC1,", ",", 1))
    office.items(ITEM)
    office.take_in()
    ((finding_id,),) = know().ask("SELECT finding_id FROM finding WHERE code = 'S01'")
    decide(office, finding_id, "采纳")
    office.take_in()
    assert know().codes() == ["A02", "S01"]


DAY_ONE = "SELECT held FROM sample_as_of(DATE '2026-01-16', NULL)"  # the first night ends at 01:30 of the 16th in Shanghai


def test_what_held_a_sample_then_still_does_as_known_then(office: Office, know) -> None:
    office.form(SAMPLE.replace("合格", "不合格"))
    office.items(ITEM, FAILING)
    office.take_in()
    ((number,),) = know().ask("SELECT finding_id FROM finding WHERE acts_on = 'sample'")
    assert know().ask(DAY_ONE) == know().ask("SELECT held FROM sample_current") == [(True,)]
    office.now += datetime.timedelta(days=2)
    decide(office, number, "采纳")
    office.take_in()
    assert know().ask("SELECT held FROM sample_current") == [(False,)]
    assert know().ask(DAY_ONE) == [(True,)]


def test_a_newer_delivery_that_mends_a_contradiction_leaves_it_as_known_before(office: Office, know) -> None:
    office.form(SAMPLE.replace("合格", "不合格"))
    office.items(ITEM, FAILING)
    office.take_in()
    office.now += datetime.timedelta(days=2)
    office.items(FAILING, ITEM.replace("铅(以Pb计)", "镉(以Cd计)"))
    office.take_in()
    assert know().ask("SELECT held FROM sample_current") == [(False,)]
    assert know().ask(DAY_ONE) == [(True,)]


def test_what_was_received_later_was_not_known(office: Office, know) -> None:
    office.form(SAMPLE)
    office.items(ITEM)
    office.take_in()
    then = office.moment
    office.now += datetime.timedelta(days=1)
    office.form(SAMPLE.replace("SC1", "SC2"), "SC3,监督抽检", name="later.csv")
    office.items(FAILING.replace("SC1", "SC9"), name="later_items.csv")
    office.take_in()
    earlier, now = know(then), know()
    for table, n_then, n_now in (("delivery", 2, 4), ("sample_history", 1, 2), ("result_history", 1, 2), ("quarantine", 0, 1)):
        counted = f"SELECT count(*) FROM {table}"
        assert (earlier.ask(counted), now.ask(counted)) == ([(n_then,)], [(n_now,)]), table
    assert "I10" in now.codes() and earlier.codes() == []
