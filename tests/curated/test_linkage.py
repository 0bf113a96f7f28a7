"""Notice samples without sampling number: linked to their laboratory's record, waiting for a decision, or samples of their own."""

import datetime
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import duckdb
import pytest

from qmon import engine
from qmon.curated import History, knowledge, linkage
from qmon.sources import sources
from tests.conftest import Office
from tests.curated.test_standing import DECISION, decide
from tests.once import once

FORM = "抽样单编号,检验目的,任务级别,抽样环节,食品大类,样品名称,规格型号,商标,生产日期,抽样日期,生产企业名称,被抽样单位名称,抽样地地市,结论"
NOTICE = "任务级别,样品名称,规格型号,商标,生产日期,标称生产企业名称,被抽样单位名称,检验结论,公告日期"
PRINTED = "省级,虚构蛋糕,100g/袋,虚构牌,2025-10-01,虚构食品有限公司,示例东街超市,合格,2025-12-20"
TYPED = "省级,虚构蛋糕（散）,１００ｇ/袋,/,2025-10-01,虚构食品有限公司 ,示例 东街超市,合格,2025-12-20"
DOUBTFUL = "省级,虚构蛋糕,/,/,/,/,示例东街超市,合格,2025-12-20"
Look = Callable[[], duckdb.DuckDBPyConnection]


@contextmanager
def known(office: Office) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        knowledge.from_history(connection, History(office.curated), sources(), office.moment)
        yield connection


@pytest.fixture
def look(office: Office) -> Iterator[Look]:
    with ExitStack() as opened:
        yield lambda: opened.enter_context(known(office))


def reported(no: str = "SC1", unit: str = "示例东街超市", produced: str = "2025-10-01", verdict: str = "合格", level: str = "省抽") -> str:
    """A record of the laboratory."""
    return (
        f"{no},监督抽检,{level},流通,糕点,虚构蛋糕,100g/袋,虚构牌,{produced},2025-11-05,虚构食品有限公司,{unit},济南市,纯抽检{verdict}样品"
    )


def take_in(office: Office, forms: list[str], notices: list[str]) -> None:
    office.form(*forms, heading=FORM)
    office.deliver("food_notice/名单.csv", "\n".join((NOTICE, *notices)))
    office.take_in()


def settled(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    query = "SELECT split_part(linked_sample_id, ':', 2), settled FROM linkage ORDER BY sample_id, candidate_rank"
    return connection.execute(query).fetchall()


def counting(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The sources of the samples that a rate would count."""
    query = (
        "SELECT source FROM sample_current WHERE NOT held AND linked_sample_id IS NULL AND verdict_reported <> 'void' ORDER BY source DESC"
    )
    return [str(source).removeprefix("food_") for (source,) in connection.execute(query).fetchall()]


def found(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    query = "SELECT code, severity, acts_on, finding_status FROM finding WHERE code IN ('S14', 'S15') ORDER BY ALL"
    return connection.execute(query).fetchall()


WAITS = ("S14", "warning", "sample", "open")
SAID = ("S15", "info", "none", "open")


@pytest.mark.parametrize("notice", [PRINTED, TYPED])
def test_a_clear_candidate_is_linked_and_the_sample_counts_once(office: Office, look: Look, notice: str) -> None:
    take_in(office, [reported(), reported("SC2", "虚构批发部", "2025-10-08")], [notice])
    now = look()
    assert (settled(now), counting(now), found(now)) == ([("SC1", "linked")], ["sampling_system"] * 2, [SAID])
    ((message,),) = now.execute("SELECT message FROM finding WHERE code = 'S15'").fetchall()
    assert "food_sampling_system:SC1（匹配权重 " in message and message.startswith("同一样品的检验记录：food_notice:")


def test_a_sample_that_no_record_resembles_counts_by_itself(office: Office, look: Look) -> None:
    take_in(office, [reported()], [PRINTED.replace("蛋糕", "面包").replace("东街超市", "饭店").replace("食品有限公司", "粮油店")])
    now = look()
    assert (settled(now), counting(now), found(now)) == ([], ["sampling_system", "notice"], [])


def test_an_uncertain_candidate_waits(office: Office, look: Look) -> None:
    take_in(office, [reported()], [DOUBTFUL])
    now = look()
    assert (settled(now), counting(now), found(now)) == ([("SC1", "ambiguous")], ["sampling_system"], [WAITS])
    assert now.execute("SELECT source, held FROM sample_current WHERE held").fetchall() == [("food_notice", True)]


def test_two_candidates_close_together_wait_and_both_are_named(office: Office, look: Look) -> None:
    take_in(office, [reported(), reported("SC2")], [PRINTED])
    now = look()
    assert (settled(now), counting(now)) == ([("SC1", "ambiguous"), ("SC2", "ambiguous")], ["sampling_system"] * 2)
    assert found(now) == [WAITS, WAITS]


def test_two_notice_records_of_one_candidate_wait(office: Office, look: Look) -> None:
    take_in(office, [reported()], [PRINTED, PRINTED.replace("100g/袋", "100克/袋")])
    now = look()
    assert (settled(now), counting(now)) == ([("SC1", "ambiguous")] * 2, ["sampling_system"])


@pytest.mark.parametrize("unit", ["示例超市1", "示例超市一"])
def test_names_that_differ_in_a_figure_are_two_shops(office: Office, look: Look, unit: str) -> None:
    other = {"1": "2", "一": "二"}[unit[-1]]
    take_in(office, [reported(unit=unit)], [PRINTED.replace("示例东街超市", unit[:-1] + other)])
    weight = "SELECT match_weight FROM linkage"
    assert look().execute(weight).fetchall()[0][0] < 20  # similar would be 27


@pytest.mark.parametrize("form", [reported(verdict="不合格"), reported(level="国抽")], ids=["another verdict", "another level"])
def test_a_contradiction_is_never_linked_but_said(office: Office, look: Look, form: str) -> None:
    take_in(office, [form], [PRINTED])
    now = look()
    assert (settled(now), counting(now), found(now)) == ([("SC1", "contradictory")], ["sampling_system"], [WAITS])


# ── decisions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@once
def doubted(office: Office, notice: str, *forms: str) -> dict[str, str]:
    """The findings on the candidates of a notice record, by the candidate's sampling number."""
    take_in(office, list(forms), [notice])
    with known(office) as connection:
        return dict(connection.execute("SELECT split_part(linked_sample_id, ':', 2), finding_id FROM linkage").fetchall())


def answer(office: Office, finding_id: str, answer: str, name: str = "d.csv") -> None:
    """The finding on a candidate is answered a day later."""
    office.now += datetime.timedelta(days=1)
    decide(office, finding_id, answer, name=name)
    office.take_in()


@pytest.mark.parametrize(
    ("notice", "word", "said", "counts"),
    [
        (DOUBTFUL, "采纳", "decided", ["sampling_system"]),
        (DOUBTFUL, "豁免", "rejected", ["sampling_system", "notice"]),
        (DOUBTFUL, "作废", "ambiguous", ["sampling_system"]),
        (PRINTED, "采纳", "decided", ["sampling_system"]),
        (PRINTED, "豁免", "rejected", ["sampling_system", "notice"]),
    ],
)
def test_a_decision_settles_a_candidate(office: Office, look: Look, notice: str, word: str, said: str, counts: list[str]) -> None:
    answer(office, doubted(office, notice, reported())["SC1"], word)
    now = look()
    assert (settled(now), counting(now)) == ([("SC1", said)], counts)
    assert [row[3] for row in found(now)] == ["answered"]
    assert now.execute("SELECT count(*) FROM linkage WHERE decision_id IS NOT NULL").fetchall() == [(1,)]


def test_a_decision_for_one_of_two_candidates_settles_both(office: Office, look: Look) -> None:
    answer(office, doubted(office, PRINTED, reported(), reported("SC2"))["SC2"], "采纳")
    now = look()
    assert (settled(now), counting(now)) == ([("SC1", "passed_over"), ("SC2", "decided")], ["sampling_system"] * 2)
    assert [row[3] for row in found(now)] == ["answered"]


def test_a_decision_against_one_of_two_candidates_leaves_the_other_to_be_decided(office: Office, look: Look) -> None:
    findings = doubted(office, PRINTED, reported(), reported("SC2"))
    answer(office, findings["SC1"], "豁免")
    now = look()
    assert (settled(now), counting(now)) == ([("SC1", "rejected"), ("SC2", "ambiguous")], ["sampling_system"] * 2)
    answer(office, findings["SC2"], "豁免", name="e.csv")
    assert counting(look()) == ["sampling_system", "sampling_system", "notice"]


def test_a_decision_is_withdrawn_by_the_next_one_or_by_its_last_day(office: Office, look: Look) -> None:
    finding_id = doubted(office, DOUBTFUL, reported())["SC1"]
    answer(office, finding_id, "采纳")
    answer(office, finding_id, "豁免", name="e.csv")
    assert counting(look()) == ["sampling_system", "notice"]
    office.now += datetime.timedelta(days=1)
    last = f"{office.now + datetime.timedelta(days=5):%Y-%m-%d}"
    office.deliver("decision/f.csv", "\n".join((DECISION + ",有效期至", f"{finding_id},采纳,,核对抽样单,李四,{last}")))
    office.take_in()
    assert settled(look()) == [("SC1", "decided")]
    office.now += datetime.timedelta(days=7)
    now = look()
    assert (settled(now), counting(now), found(now)) == ([("SC1", "ambiguous")], ["sampling_system"], [WAITS])


# ── thresholds ────────────────────────────────────────────────────────────────────────────────────────────────────────

JUST = 0.0001  # weights are kept to four decimals


def limits(monkeypatch: pytest.MonkeyPatch, **changed: float) -> None:
    copy = linkage.parameters().model_copy(update=changed)
    monkeypatch.setattr(linkage, "parameters", lambda: copy)


def weights(connection: duckdb.DuckDBPyConnection) -> list[float]:
    return [weight for (weight,) in connection.execute("SELECT match_weight FROM linkage ORDER BY candidate_rank").fetchall()]


def test_the_upper_threshold_is_reached_by_equality(office: Office, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(office, [reported()], [PRINTED])
    (weight,) = weights(look())
    for above, said in ((0, "linked"), (JUST, "ambiguous")):
        limits(monkeypatch, upper=weight + above)
        assert settled(look()) == [("SC1", said)]


def test_the_lower_threshold_is_reached_by_equality(office: Office, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(office, [reported()], [DOUBTFUL])
    (weight,) = weights(look())
    for above, rows in ((0, [("SC1", "ambiguous")]), (JUST, [])):
        limits(monkeypatch, lower=weight + above)
        assert settled(look()) == rows


def test_the_lead_is_reached_by_equality(office: Office, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(office, [reported(), reported("SC2", "示例西街超市")], [PRINTED])
    first, second = weights(look())
    for above, said in ((0, ("linked", "passed_over")), (JUST, ("ambiguous", "ambiguous"))):
        limits(monkeypatch, lead=round(first - second, 4) + above)
        assert settled(look()) == list(zip(("SC1", "SC2"), said, strict=True))


@pytest.mark.parametrize(
    ("published", "plausible"), [("2025-11-05", False), ("2025-11-06", True), ("2026-11-05", True), ("2026-11-06", False)]
)
def test_a_notice_follows_the_sampling_within_a_year(office: Office, look: Look, published: str, plausible: bool) -> None:
    office.now = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)
    take_in(office, [reported()], [PRINTED, PRINTED.replace("2025-12-20", published).replace("100g", "200g")])
    other, plain = sorted(weights(look()))
    specification = linkage.parameters().comparisons["specification"].levels
    expected = specification["same"].weight - specification["other"].weight
    assert (plain - other == pytest.approx(expected, abs=JUST)) is plausible


# ── cost and determinism ──────────────────────────────────────────────────────────────────────────────────────────────


def test_without_keyless_records_splink_is_not_even_imported(office: Office, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    office.form(reported(), heading=FORM)
    office.deliver("food_notice/名单.csv", f"抽样编号,{NOTICE}\nNCP1,{PRINTED}\n")
    office.take_in()
    assert settled(look()) == []
    office.deliver("food_notice/第二期.csv", f"{NOTICE}\n{PRINTED}\n")
    office.take_in()
    with pytest.raises(ImportError):
        look()


def test_weights_do_not_depend_on_threads_or_on_the_order_of_deliveries(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "forms": ("food_sampling_system/form.csv", [FORM, reported(), reported("SC2"), reported("SC3", "示例西街超市")]),
        "notices": ("food_notice/名单.csv", [NOTICE, PRINTED, TYPED, DOUBTFUL]),
    }

    def delivered(*names: str) -> Office:
        here = Office(tmp_path_factory.mktemp("office"))
        for file, rows in map(files.__getitem__, names):
            here.deliver(file, "\n".join(rows))
            here.take_in()
            here.now += datetime.timedelta(hours=1)
        return here

    def linked(here: Office) -> list[tuple[object, ...]]:
        with known(here) as connection:
            return connection.execute("FROM linkage").fetchall()

    plain, turned = linked(delivered("forms", "notices")), delivered("notices", "forms")
    assert plain
    for threads in (1, 2, 7):

        def connect(*given: object, threads: int = threads) -> duckdb.DuckDBPyConnection:
            made = engine.connect()
            made.execute(f"SET threads = {threads}")
            return made

        monkeypatch.setattr(linkage, "connect", connect)
        assert linked(turned) == plain
