"""Every rule, seen failing and passing at its boundary; a rule without a case here makes the last test fail."""

from collections.abc import Callable

import pytest

from qmon.findings import rules
from tests.conftest import Office

Judge = Callable[..., Office]

# One sample of the national system, as the columns of conftest.FORM and conftest.ITEM.
SAMPLE = "SC1,监督抽检,省抽,流通,糕点,虚构蛋糕,2025-03-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,"
ITEM = "SC1,铅(以Pb计),0.11,mg/kg,合格项,0.5,mg/kg,0.02,mg/kg"
DATES = "抽样单编号,检验目的,抽样环节,抽样日期,生产日期,样品到达日期,签发日期,结论"


def codes(office: Office) -> list[str]:
    return office.codes()


def test_a_clean_sample_has_no_finding(judge_one: Judge) -> None:
    assert codes(judge_one(form=[SAMPLE], items=[ITEM])) == []


# ── the sample ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_s01_a_record_without_number_is_quarantined_with_its_cells(judge_one: Judge) -> None:
    office = judge_one(form=[SAMPLE, SAMPLE.replace("SC1,", "/,", 1)])
    (row,) = office.history("quarantine")
    assert (row["code"], row["row_no"]) == ("S01", 3)
    assert '"样品名称": "虚构蛋糕"' in row["cells"]
    assert len(office.history("sample")) == 1


def test_s01_an_item_without_number_is_quarantined(judge_one: Judge) -> None:
    office = judge_one(items=[ITEM, ITEM.replace("SC1,", ",", 1)])
    assert [(row["code"], row["row_no"]) for row in office.history("quarantine")] == [("S01", 3)]


def test_s01_two_different_records_of_one_number_hold_the_sample(judge_one: Judge) -> None:
    office = judge_one(form=[SAMPLE, SAMPLE.replace("2025-03-05", "2025-03-06")])
    assert [(row["code"], row["acts_on"], row["sample_id"]) for row in office.history("finding")] == [
        ("S01", "sample", "food_sampling_system:SC1")
    ]


def test_s01_numbers_are_upper_cased_and_trimmed(judge_one: Judge) -> None:
    office = judge_one(form=[SAMPLE.replace("SC1", " sc1 ")])
    assert [row["sample_id"] for row in office.history("sample")] == ["food_sampling_system:SC1"]


@pytest.mark.parametrize(
    ("dates", "lost"),
    [
        ("2025-03-05,2025-03-05,2025-03-05,2025-03-05", None),
        ("2025-03-05,2025-03-06,2025-03-07,2025-03-08", "produced_on"),
        ("2025-03-05,2025-03-01,2025-03-04,2025-03-08", "arrived_on"),
        ("2025-03-05,2025-03-01,2025-03-07,2025-03-06", "reported_on"),
        ("2026-01-16,2025-03-01,2026-01-16,2026-01-16", None),
        ("2026-01-17,2025-03-01,2026-01-17,2026-01-17", "sampled_on"),
    ],
)
def test_s03_a_date_out_of_order_is_taken_away_and_the_sample_stays(office: Office, dates: str, lost: str | None) -> None:
    office.form(f"SC1,监督抽检,流通,{dates},纯抽检合格样品", heading=DATES)
    office.take_in()
    (sample,) = office.history("sample")
    assert [name for name in ("produced_on", "arrived_on", "reported_on", "sampled_on") if sample[name] is None] == ([lost] if lost else [])
    # A sampling date of 16 January is one day ahead of the receipt in UTC, which Shandong's clock allows.
    assert codes(office).count("S03") == (1 if lost else 0)
    assert sample["verdict_reported"] == "conforming"


def test_s03_a_production_date_that_is_the_day_of_publication_is_the_crawlers(office: Office) -> None:
    heading = (
        "产品/Product,不合格项（标准值）/Substance/Hazard,生产日期/通报编号/Reference,发布日期/Date of case,检验结果/Analytical Result"
    )
    rows = ("虚构油,苯并[a]芘,2020-01-02,2020-01-02,19μg/kg", "虚构油,苯并[a]芘,2020-01-01,2020-01-02,19μg/kg")
    office.deliver("food_notice_export/a.csv", "\n".join((heading, *rows)))
    office.take_in()
    assert sorted(str(row["produced_on"]) for row in office.history("sample")) == ["2020-01-01", "None"]
    assert codes(office).count("S03") == 1


def test_s05_an_unknown_stage_is_a_finding_not_a_default(judge_one: Judge) -> None:
    office = judge_one(form=[SAMPLE, SAMPLE.replace("SC1", "SC2").replace("流通", "仓储")])
    assert codes(office) == ["S05"]
    assert [row["stage"] for row in office.history("sample")] == ["circulation", None]


def test_s05_an_online_sample_names_platform_and_shop(office: Office) -> None:
    heading = "抽样单编号,检验目的,抽样环节,抽样日期,销售渠道,网抽平台,网店名称,结论"
    office.form(
        "SC1,监督抽检,流通,2025-03-05,线上,虚构平台,虚构网店,纯抽检合格样品",
        "SC2,监督抽检,流通,2025-03-05,线上,虚构平台,/,纯抽检合格样品",
        "SC3,监督抽检,流通,2025-03-05,线下,/,/,纯抽检合格样品",
        heading=heading,
    )
    office.take_in()
    assert [(row["code"], row["row_no"]) for row in office.history("finding") if row["code"] == "S05"] == [("S05", 3)]


def test_s06_a_category_outside_the_tree_is_a_finding(judge_one: Judge) -> None:
    office = judge_one(form=[SAMPLE, SAMPLE.replace("SC1", "SC2").replace("糕点", "2025-03-05")])
    assert codes(office) == ["S06"]
    assert [row["category_code"] for row in office.history("sample")] == ["F24", None]


@pytest.mark.parametrize(("reason", "verdict", "found"), [("", "conforming", []), ("备样破损", None, ["S10"])])
def test_s10_a_void_sample_has_no_verdict(office: Office, reason: str, verdict: str | None, found: list[str]) -> None:
    office.form(f"SC1,流通,2025-03-05,{reason},纯抽检合格样品", heading="抽样单编号,抽样环节,抽样日期,作废原因,结论")
    office.take_in()
    (sample,) = office.history("sample")
    assert sample["verdict_reported"] == verdict
    assert [code for code in codes(office) if code == "S10"] == found


@pytest.mark.parametrize(
    ("remark", "kept"),
    [
        ("联系 13800138000", "联系 ***"),
        ("身份证370102199001011234", "身份证***"),
        ("批次 1380013800", "批次 1380013800"),
        ("编号 2138001380001", "编号 2138001380001"),
    ],
)
def test_s12_telephone_and_identity_numbers_are_masked(judge_one: Judge, remark: str, kept: str) -> None:
    office = judge_one(form=[SAMPLE + remark])
    assert [row["remark"] for row in office.history("sample")] == [kept]
    assert codes(office) == (["S12"] if "***" in kept else [])


def test_s12_personal_columns_never_arrive(office: Office) -> None:
    office.form("SC1,流通,2025-03-05,张三,13800138000,纯抽检合格样品", heading="抽样单编号,抽样环节,抽样日期,联系人,联系电话,结论")
    office.take_in()
    everything = str([office.history(table) for table in ("sample", "finding", "quarantine")])
    assert "张三" not in everything and "13800138000" not in everything


# ── the tested item ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("text", "value", "found"), [("0.11", "0.11", []), ("3.0×102", None, ["I02"]), ("约0.1左右", None, ["I02"])])
def test_i02_an_unreadable_result_leaves_the_sample_its_verdict(judge_one: Judge, text: str, value: str | None, found: list[str]) -> None:
    office = judge_one(form=[SAMPLE], items=[ITEM.replace("0.11", text)])
    (result,) = office.history("result")
    assert (result["value"] and str(result["value"].normalize())) == value
    assert (result["value_reason"] is None) == (not found)
    assert codes(office) == found
    assert [row["verdict_reported"] for row in office.history("sample")] == ["conforming"]


@pytest.mark.parametrize(
    ("result", "lod", "limit", "found"),
    [
        ("未检出", "0.02", "0.5", []),
        ("未检出", "/", "0.5", ["I05"]),
        ("未检出", "0.5", "0.5", []),
        ("未检出", "0.51", "0.5", ["I05"]),
        ("未检出(检出限：0.01mg/kg)", "/", "0.5", []),
        ("0.11", "/", "0.5", []),
    ],
)
def test_i05_not_detected_names_a_detection_limit_below_the_limit(
    judge_one: Judge, result: str, lod: str, limit: str, found: list[str]
) -> None:
    office = judge_one(items=[f"SC1,铅(以Pb计),{result},mg/kg,合格项,{limit},mg/kg,{lod},mg/kg"])
    assert codes(office) == found


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("SC1,铅(以Pb计),500000,mg/kg,不合格项,0.5,mg/kg,,", []),
        ("SC1,铅(以Pb计),500001,mg/kg,不合格项,0.5,mg/kg,,", ["I07"]),
        ("SC1,水分,100,%,合格项,,,,", []),
        ("SC1,水分,100.1,%,合格项,,,,", ["I07"]),
        ("SC1,铅(以Pb计),0,mg/kg,合格项,0.5,mg/kg,,", []),
        ("SC1,铅(以Pb计),-1,mg/kg,合格项,0.5,mg/kg,,", ["I07"]),
    ],
)
def test_i07_an_implausible_value_is_said_and_kept(judge_one: Judge, item: str, found: list[str]) -> None:
    office = judge_one(items=[item])
    assert codes(office) == found
    assert office.history("result")[0]["value"] is not None


def test_i11_a_result_without_item_is_quarantined(judge_one: Judge) -> None:
    office = judge_one(items=[ITEM, ITEM.replace("铅(以Pb计)", "/")])
    assert [(row["code"], row["row_no"]) for row in office.history("quarantine")] == [("I11", 3)]


# ── words, places, decisions, bands ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("2025-03-05", "45721", "C01", "sampled_on"),
        ("2025-03-05", "2025年3月", "C01", "sampled_on"),
        ("省抽", "乡镇抽", "C02", "task_level"),
        ("济南市", "某某市", "C03", "sampled_region"),
    ],
)
def test_an_unreadable_word_is_named_with_its_place(judge_one: Judge, old: str, new: str, code: str, column: str) -> None:
    office = judge_one(form=[SAMPLE, SAMPLE.replace("SC1", "SC2").replace(old, new)])
    (found,) = office.history("finding")
    assert (found["code"], found["column_name"], found["row_no"], found["found_text"]) == (code, column, 3, new)
    assert [row[column] is None for row in office.history("sample")] == [False, True]


DECISION = "发现编号,处理决定,替换值,理由,文号,决定人,决定日期,有效期至"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("S01-1,采纳,,核对无误,鲁市监〔2025〕1号,李四,2025-03-09,", []),
        ("S01-1,采纳,,,鲁市监〔2025〕1号,李四,2025-03-09,", ["A01"]),
        ("S01-1,采纳,,核对无误,,/,2025-03-09,", ["A01"]),
        ("S01-1,替换,,核对无误,,李四,2025-03-09,", ["A01"]),
        ("S01-1,替换,流通,核对无误,,李四,2025-03-09,", []),
        ("S01-1,同意,,核对无误,,李四,2025-03-09,", ["A01", "C02"]),
    ],
)
def test_a01_a_decision_has_an_answer_a_person_and_a_reason(office: Office, row: str, found: list[str]) -> None:
    good = "S01-9,采纳,,核对无误,,李四,2025-03-09,"
    office.deliver("decision/a.csv", "\n".join((DECISION, good, good.replace("9", "8"), row)))
    office.take_in()
    assert codes(office) == found
    assert len(office.history("decision")) == (2 if found else 3)


def test_d02_half_a_list_is_held_and_four_fifths_are_not(office: Office) -> None:
    rows = [SAMPLE.replace("SC1", f"SC{number}") for number in range(10)]
    office.form(*rows)
    office.take_in()
    for kept, status in ((8, "accepted"), (5, "held")):
        office.form(*rows[:kept])
        assert [row["delivery_status"] for row in office.take_in()] == [status]


def test_d02_a_fill_floor_holds_the_delivery(office: Office) -> None:
    good, bad = SAMPLE, SAMPLE.replace("SC1", "SC2").replace("2025-03-05", "45721")
    office.form(good, bad, name="half.csv")
    office.form(good, bad, bad.replace("SC2", "SC3"), name="third.csv")
    assert [row["delivery_status"] for row in office.take_in()] == ["accepted", "held"]


@pytest.mark.parametrize(("second", "status"), [("暂不清楚", "held"), ("纯抽检合格样品", "accepted"), ("", "held")])
def test_d02_a_verdict_that_is_never_read_holds_the_delivery(office: Office, second: str, status: str) -> None:
    unread = SAMPLE.replace("纯抽检合格样品", "暂不清楚")
    office.form(unread, unread.replace("SC1", "SC2").replace("暂不清楚", second))
    assert [row["delivery_status"] for row in office.take_in()] == [status]


def test_d02_a_delivery_of_which_half_is_unusable_is_accepted_and_more_is_held(office: Office) -> None:
    bad = SAMPLE.replace("SC1,", ",", 1)
    office.form(SAMPLE, bad, name="half.csv")
    office.form(SAMPLE, bad, bad.replace("蛋糕", "饼"), name="more.csv")
    assert [row["delivery_status"] for row in office.take_in()] == ["accepted", "held"]


@pytest.mark.parametrize(("failing", "passing", "listing"), [(10, 0, "failures"), (9, 0, "all"), (9, 1, "all")])
def test_d03_a_list_of_failing_samples_only_enters_no_rate(office: Office, failing: int, passing: int, listing: str) -> None:
    rows = [SAMPLE.replace("SC1", f"SC{n}").replace("纯抽检合格", "纯抽检不合格") for n in range(failing)]
    office.form(*rows, *(SAMPLE.replace("SC1", f"SC9{n}") for n in range(passing)))
    office.take_in()
    assert {row["listing"] for row in office.history("sample")} == {listing}
    assert codes(office) == (["D03"] if listing == "failures" else [])


SPECIMENS = "抽样单编号,抽查类别,产品名称,组数,不合格组数,主要不合格项目,抽查结果"


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ("CP1,省抽,防水卷材,4,4,可溶物含量,不合格", 4),
        ("CP1,省抽,防水卷材,4,5,可溶物含量,不合格", None),
        ("CP1,省抽,防水卷材,4,1,可溶物含量,不合格", 1),
        ("CP1,省抽,防水卷材,4,0,可溶物含量,不合格", None),
        ("CP1,省抽,防水卷材,4,0,/,合格", 0),
        ("CP1,省抽,防水卷材,4,1,/,合格", None),
    ],
)
def test_v06_failing_specimens_agree_with_the_batch(office: Office, row: str, kept: int | None) -> None:
    office.deliver("product_spot_check/list.csv", f"{SPECIMENS}\n{row}\n")
    office.take_in()
    assert [sample["n_specimens_failing"] for sample in office.history("sample")] == [kept]
    assert ("V06" in codes(office)) == (kept is None)


# Rules seen failing and passing elsewhere: what a whole history or a whole file shows.
ELSEWHERE = {
    "tests/sources/test_notices.py": {"I12"},
    "tests/curated/test_limits_in_force.py": {"I04"},
    "tests/curated/test_linkage.py": {"S14", "S15"},
    "tests/curated/test_repeated_draws.py": {"S09", "S16"},
    "tests/judged/test_numbers_and_clocks.py": {"S02", "S04", "S07", "S08"},
    "tests/judged/test_copied_cells.py": {"S11", "I08"},
    "tests/judged/test_item_verdict_rules.py": {"I03", "I06", "I09"},
    "tests/judged/test_printed_figures.py": {"T01", "T02", "T04", "C04", "T03", "T05", "T07", "T08"},
    "tests/hostile/test_files.py": {
        "F01",
        "F02",
        "F03",
        "F04",
        "F05",
        "F06",
        "F07",
        "F08",
        "F09",
        "F10",
        "H01",
        "H02",
        "H03",
        "H04",
        "H05",
        "H06",
    },
    "tests/test_survey.py": {"F11"},
    "tests/hostile/test_blocks.py": {"H07"},
    "tests/curated/test_standing.py": {"S13", "I01", "I10", "V01", "V02", "A02", "D01"},
    "tests/curated/test_worked_case.py": {"V03", "V04", "V05"},
    "tests/release/test_nights.py": {"N01"},
    "tests/release/test_moments.py": {"N02"},
    "tests/sources/test_output_values.py": {"C05", "C06", "P01", "P02"},
}


def test_every_rule_is_seen_failing_and_passing() -> None:
    here = {"S01", "S03", "S05", "S06", "S10", "S12", "I02", "I05", "I07", "I11", "V06", "C01", "C02", "C03", "A01", "D02", "D03"}
    assert here | set().union(*ELSEWHERE.values()) == set(rules())
