"""The worked case of restatement (docs/domain.md): published, objected to, re-inspected; every question has its number."""

import datetime
import json
import zipfile
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from qmon.cli import main
from tests.conftest import Office
from tests.curated.desk import Desk
from tests.once import once

FORM = "抽样单编号,检验目的,任务级别,抽样环节,食品大类,样品名称,抽样日期,签发日期,生产企业名称,被抽样单位名称,抽样地地市,检验机构名称,结论"
SAMPLE = "S{n},监督抽检,省抽,流通,食用农产品,虚构葱,2026-03-02,2026-03-20,虚构{n}社,虚构超市,济南市,虚构检测中心,纯抽检{verdict}样品"
ITEM = "S{n},{item},{value},mg/kg,{verdict}项,{limit},mg/kg,,"
EVENT = "抽样单编号,事件种类,申请时间,完成时间,复检项目,复检结果,单位,复检结论,复检机构,文号,说明"
LOADED, PUBLISHED, RECORDED, ASKED = (datetime.date(2026, month, day) for month, day in ((3, 21), (4, 10), (4, 25), (5, 1)))

Q1 = "SELECT n, n_fail FROM pass_rate_as_of({known}, {in_force}) WHERE indicator = 'food_pass_rate' AND period = '2026-Q1'"


def at_night(office: Office, day: datetime.date) -> None:
    """A night in the evening of `day`, Shanghai."""
    office.now = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    assert office.night().exit_code == 0


def q1(office: Office, known: datetime.date | None = None, in_force: datetime.date | None = None) -> tuple[int, int]:
    """n and x of the first quarter, as known on a day and as in force on a day."""
    dates = [f"DATE '{day}'" if day else "NULL" for day in (known, in_force)]
    ((n, x),) = office.ask(Q1.format(known=dates[0], in_force=dates[1]))
    return n, x


def summary(office: Office) -> list[str]:
    """The lines of summary.csv for the pass rate of food by reported verdicts."""
    text = (office.curated / "latest" / "summary.csv").read_text(encoding="utf-8-sig")
    return [line for line in text.splitlines() if line.startswith("食品安全监督抽检合格率,")]


@once
def load(office: Office, day: datetime.date, *, second: bool = False, microbial: tuple[int, ...] = ()) -> None:
    """500 samples, of which S1 to S11 fail; each by clothianidin 0.24 over 0.2, S1 perhaps by a second item too, some by germs instead."""
    office.form(*(SAMPLE.format(n=n, verdict="不合格" if n <= 11 else "合格") for n in range(1, 501)), heading=FORM)
    rows = [
        ITEM.format(n=n, item="噻虫胺", value="0.24" if n <= 11 else "0.05", verdict="不合格" if n <= 11 else "合格", limit="0.2")
        for n in range(1, 501)
        if n not in microbial
    ]
    if second:
        rows.append(ITEM.format(n=1, item="毒死蜱", value="0.31", verdict="不合格", limit="0.02"))
    for n in microbial:
        rows.append(ITEM.format(n=n, item="菌落总数", value="200000", verdict="不合格", limit="100000").replace("mg/kg", "CFU/g"))
    office.items(*rows)
    at_night(office, day)


def event(office: Office, day: datetime.date, row: str) -> None:
    office.deliver(f"reinspection/{day}.csv", f"{EVENT}\n{row}\n")
    at_night(office, day)


CLEARED = "S1,复检,2026-03-25,2026-04-18,噻虫胺,0.19,mg/kg,复检合格,虚构复检中心,鲁复检〔2026〕1号,"


@once
def clear(office: Office) -> None:
    """The 500 samples, published; then S1 is cleared by a re-inspection."""
    load(office, LOADED)
    event(office, RECORDED, CLEARED)


def test_the_story(office: Office) -> None:
    load(office, LOADED)
    assert q1(office) == (500, 11)  # printed on 10 April: 97.80

    event(office, RECORDED, CLEARED)
    assert q1(office) == (500, 10)  # as it stands: 98.00
    assert q1(office, known=PUBLISHED) == (500, 11)  # as known on 10 April
    assert q1(office, known=ASKED, in_force=datetime.date(2026, 4, 20)) == (500, 10)
    assert q1(office, known=ASKED, in_force=datetime.date(2026, 4, 10)) == (500, 11)  # until 18 April the first report stood

    # The second release prints 98.00 r with its note.
    row = next(line for line in summary(office) if ",合计,2026-Q1," in line)
    assert ",500,490,10,98.00 r," in row and row.endswith("较首次发布上调0.20个百分点：复检改判1批次")
    with zipfile.ZipFile(office.curated / "latest" / "summary.xlsx") as book:
        assert b'formatCode="0.00&quot; r&quot;"' in book.read("xl/styles.xml")

    both = "SELECT item_verdict, value, first_value FROM result_current WHERE sample_id = 'food_sampling_system:S1'"
    assert [tuple(map(str, row)) for row in office.ask(both)] == [("conforming", "0.190000000000000", "0.240000000000000")]


def test_explain_names_the_event_and_why_another_takes_no_effect(office: Office) -> None:
    clear(office)
    event(office, ASKED, CLEARED.replace("S1,", "S2,").replace("虚构复检中心", "虚构检测中心"))
    asked = ["explain", "food_pass_rate", "--period", "2026-Q1", "--show", "1", "--curated", str(office.curated)]
    told = CliRunner().invoke(main, asked).output
    assert "事件 food_sampling_system:S1 复检（生效）：噻虫胺，0.19，合格项，2026-04-18，鲁复检〔2026〕1号" in told
    assert "事件 food_sampling_system:S2 复检（未生效：复检机构与初检机构相同）" in told


def test_the_command_line_answers_both_axes(office: Office) -> None:
    clear(office)
    asked = ["pass-rate", "food_pass_rate", "--period", "2026-Q1", "--curated", str(office.curated), "--json"]

    def n_fail(*days: str) -> int:
        return int(json.loads(CliRunner().invoke(main, [*asked, *days]).output)[0]["n_fail"])

    in_words = CliRunner().invoke(main, asked[:-1]).output
    assert "省级" in in_words and "provincial" not in in_words
    assert (n_fail(), n_fail("--known", "2026-04-10"), n_fail("--known", "2026-05-01", "--in-force", "2026-04-10")) == (10, 11, 11)


def test_with_a_second_failing_item_the_sample_stays_failing(office: Office) -> None:
    load(office, LOADED, second=True)
    event(office, RECORDED, CLEARED)
    assert q1(office) == (500, 11)
    assert office.ask("SELECT count(*) FROM restatement WHERE indicator = 'food_pass_rate'") == [(0,)]
    failing = "SELECT item_name FROM result_current WHERE sample_id = 'food_sampling_system:S1' AND item_verdict = 'nonconforming'"
    assert office.ask(failing) == [("毒死蜱",)]


def test_a_re_inspection_without_an_item_is_of_the_whole_sample(desk: Desk) -> None:
    load(desk, LOADED, second=True)
    event(desk, RECORDED, CLEARED.replace("噻虫胺,0.19,mg/kg", ",,"))
    assert q1(desk) == (500, 10)


def test_a_void_sample_is_in_no_count(office: Office) -> None:
    load(office, LOADED)
    event(office, RECORDED, "S1,作废,,2026-04-18,,,,,,鲁函1号,备份样品丢失")
    assert q1(office) == (499, 10)
    assert next(line for line in summary(office) if ",合计,2026-Q1," in line).endswith("较首次发布上调0.20个百分点：作废1批次")
    assert office.ask("SELECT void_reason FROM sample_current WHERE sample_no = 'S1'") == [("备份样品丢失",)]
    assert q1(office, known=PUBLISHED) == (500, 11)


def test_a_counterfeit_stays_with_its_seller_and_leaves_the_named_maker(desk: Desk) -> None:
    load(desk, LOADED)
    event(desk, RECORDED, "S1,假冒,,2026-04-18,,,,,,鲁函2号,并非标称企业生产")
    assert q1(desk) == (500, 11)
    assert desk.ask("SELECT counterfeit, verdict_reported FROM sample_current WHERE sample_no = 'S1'") == [(True, "nonconforming")]
    assert desk.ask("SELECT code FROM finding WHERE code LIKE 'V%'") == [("V05",)]


def test_a_person_may_void_an_event_and_the_sample_stays(desk: Desk) -> None:
    load(desk, LOADED)
    event(desk, RECORDED, "S1,假冒,,2026-04-18,,,,,,鲁函2号,并非标称企业生产")
    ((number,),) = desk.ask("SELECT finding_id FROM finding WHERE code = 'V05'")
    desk.deliver("decision/a.csv", f"发现编号,处理决定,理由,决定人\n{number},作废,认定有误,虚构人\n")
    at_night(desk, ASKED)
    assert q1(desk) == (500, 11)
    assert desk.ask("SELECT counterfeit, verdict_reported FROM sample_current WHERE sample_no = 'S1'") == [(False, "nonconforming")]
    assert desk.ask("SELECT takes_effect, no_effect_reason FROM event_history") == [(False, "voided")]
    assert desk.ask("SELECT finding_status FROM finding WHERE code IN ('V05', 'A02')") == [("answered",)]


def test_a_late_objection_counts_and_is_said(desk: Desk) -> None:
    load(desk, LOADED)
    event(desk, RECORDED, CLEARED.replace("2026-03-25", "2026-04-02"))
    assert q1(desk) == (500, 10)
    ((code, message),) = desk.ask("SELECT code, message FROM finding WHERE code LIKE 'V%'")
    assert code == "V03" and "第 9 个工作日" in message


BREAKING = {  # by sample: what is said of it, the finding and its reason, and whether the sample is cleared once a person accepts it
    "S1": (CLEARED.replace("噻虫胺", "菌落总数"), "V03", "microbial", True),
    "S8": (CLEARED.replace("噻虫胺,0.19,mg/kg", ",,"), "V03", "microbial", True),
    "S2": (CLEARED.replace("噻虫胺", "毒死蜱"), "V03", "no_failing_item", False),
    "S3": (CLEARED.replace("虚构复检中心", "虚构检测中心"), "V03", "same_lab", True),
    "S4": (CLEARED.replace("鲁复检〔2026〕1号", ""), "V04", "no_document", True),
    "S5": (CLEARED.replace("2026-04-18", ""), "V04", "no_date", True),
    "S6": (CLEARED.replace("2026-04-18", "2026-03-19"), "V04", "before_report", True),
    "S7": (CLEARED.replace("复检合格", ""), "V04", "no_verdict", False),
    "S999": (CLEARED, "V04", "no_sample", False),
}


def test_what_breaks_a_rule_changes_nothing_until_a_person_accepts_it(desk: Desk) -> None:
    load(desk, LOADED, microbial=(1, 8))
    event(desk, RECORDED, "\n".join(row.replace("S1,", f"{sample},") for sample, (row, *_) in BREAKING.items()))
    assert q1(desk) == (500, 11)
    found = desk.ask("SELECT code, found_text FROM finding WHERE code IN ('V03', 'V04') ORDER BY row_no")
    assert found == [(code, reason) for _, code, reason, _ in BREAKING.values()]
    numbers = desk.ask("SELECT finding_id FROM finding WHERE code IN ('V03', 'V04')")
    accepted = "".join(f"{number},采纳,核对无误,虚构人\n" for (number,) in numbers)
    desk.deliver("decision/a.csv", f"发现编号,处理决定,理由,决定人\n{accepted}")
    at_night(desk, ASKED)
    cleared = {sample for sample, (*_, clears) in BREAKING.items() if clears}
    assert {no for (no,) in desk.ask("SELECT sample_no FROM sample_current WHERE verdict_reported = 'conforming'")} >= cleared
    assert (q1(desk), q1(desk, known=RECORDED)) == ((500, 11 - len(cleared)), (500, 11))
    answered = desk.ask("SELECT code, finding_status FROM finding WHERE code IN ('V03', 'V04', 'A02') ORDER BY row_no")
    assert answered == [(code, "answered") for _, code, *_ in BREAKING.values()]


def test_an_event_on_the_day_of_the_report_takes_effect(desk: Desk) -> None:
    load(desk, LOADED)
    event(desk, RECORDED, CLEARED.replace("2026-04-18", "2026-03-20"))
    assert q1(desk) == (500, 10)


def test_a_correction_that_comes_before_the_original_counts_once_that_is_there(desk: Desk) -> None:
    event_row = "S1,更正,,2026-03-20,噻虫胺,0.12,mg/kg,合格,,鲁检函〔2026〕7号,抄录错误"
    desk.deliver("reinspection/early.csv", f"{EVENT}\n{event_row}\n")
    at_night(desk, datetime.date(2026, 3, 20))
    load(desk, LOADED)
    assert q1(desk) == (500, 10)


def test_a_newer_version_of_an_event_takes_the_place_of_the_older(desk: Desk) -> None:
    clear(desk)
    event(desk, ASKED, CLEARED.replace("0.19", "0.21").replace("复检合格", "复检不合格"))
    assert q1(desk) == (500, 11)
    assert q1(desk, known=RECORDED) == (500, 10)


@pytest.mark.parametrize("turn", [lambda days: days, reversed])
def test_re_inspections_that_come_in_any_order_end_the_same(desk: Desk, turn: Callable[[list[str]], list[str]]) -> None:
    load(desk, LOADED, second=True)
    rows = [CLEARED, "S1,复检,,2026-04-19,毒死蜱,0.01,mg/kg,复检合格,虚构复检中心,鲁复检〔2026〕2号,"]
    for day, row in zip((RECORDED, ASKED), turn(rows), strict=True):
        event(desk, day, row)
    assert q1(desk) == (500, 10)
    assert q1(desk, in_force=datetime.date(2026, 4, 18)) == (500, 11)
    assert q1(desk, in_force=datetime.date(2026, 4, 19)) == (500, 10)


@pytest.mark.parametrize(
    ("row", "failing"),
    [
        (CLEARED.replace("噻虫胺,0.19,mg/kg", ",,"), 10),
        ("S100,更正,,2026-04-18,,,,不合格,,鲁检函〔2026〕8号,", 12),
    ],
)
def test_an_event_without_an_item_speaks_of_the_whole_sample(desk: Desk, row: str, failing: int) -> None:
    load(desk, LOADED)
    event(desk, RECORDED, row)
    assert q1(desk) == (500, failing)
    assert desk.ask("SELECT code FROM finding WHERE code LIKE 'V04%'") == []


@pytest.mark.parametrize(
    ("first", "second", "failing"),
    [
        (CLEARED.replace("噻虫胺,0.19,mg/kg", ",,"), "S1,更正,,2026-04-20,噻虫胺,0.5,mg/kg,不合格,,更1号,", 11),
        ("S100,更正,,2026-04-18,,,,不合格,,更2号,", "S100,更正,,2026-04-20,噻虫胺,0.01,mg/kg,合格,,更3号,", 11),
    ],
)
def test_an_event_of_an_item_after_one_of_the_whole_sample_counts(desk: Desk, first: str, second: str, failing: int) -> None:
    load(desk, LOADED)
    event(desk, RECORDED, f"{first}\n{second}")
    assert q1(desk) == (500, failing)


@pytest.mark.parametrize("number", range(4))
def test_of_two_events_of_one_day_the_later_row_stands(desk: Desk, number: int) -> None:
    load(desk, LOADED)
    corrected = f"S1,更正,,2026-04-18,噻虫胺,0.3,mg/kg,不合格,,更{number}号,"
    event(desk, RECORDED, f"{CLEARED.replace('1号', f'{number}号')}\n{corrected}")
    assert q1(desk) == (500, 11)
