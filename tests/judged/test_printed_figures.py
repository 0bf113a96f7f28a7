"""Rules on published figures, each seen failing and passing at its boundary; sums of parts against a naive count."""

from collections import defaultdict

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmon.dictionary import dictionary
from qmon.judged import HERE
from qmon.sql import read_sql
from qmon.statistics import macros
from tests.conftest import Office

HEADING = "公布条目,发布单位,期间,地区,划分,分组,单位,检验数,合格数,不合格数,比率种类,比率"


def found(office: Office, *rows: str, heading: str = HEADING) -> list[str]:
    """The findings on some rows of one statement: code and column each."""
    office.deliver("published_table/a.csv", "\n".join((heading, *(f"1,山东省市场监管局,2024年,山东,{row}" for row in rows))))
    office.take_in()
    return sorted(f"{row['code']} {row['column_name']}" for row in office.history("finding"))


@pytest.mark.parametrize(
    ("counts", "broken"),
    [
        ("100,98,2", []),
        ("100,98,3", ["T01 n"]),
        ("100,97,2", ["T01 n"]),
        ("100,100,", []),
        ("100,101,", ["T01 n"]),
        ("100,,100", []),
        ("100,,101", ["T01 n"]),
        (",98,2", []),
    ],
)
def test_t01_passed_and_failed_are_the_tested(office: Office, counts: str, broken: list[str]) -> None:
    assert found(office, f",糕点,批次,{counts},,") == broken


def test_t08_counts_alone_are_a_figure_and_a_rate_of_no_kind_is_none(office: Office) -> None:
    assert found(office, ",糕点,批次,100,98,2,,", ",糕点,批次,100,98,2,通过率,98%") == ["C02 rate_kind", "T08 rate_kind"]
    assert [(row["n"], row["rate_kind"]) for row in office.history("published")] == [(100, "none")]


@pytest.mark.parametrize(
    ("total", "broken"),
    [
        ("90,85,5", []),
        ("91,86,5", ["T01 n", "T01 n_pass"]),
        ("90,84,6", ["T01 n_fail", "T01 n_pass"]),
        (",85,5", []),
        (",85,6", ["T01 n_fail"]),
    ],
)
def test_t01_the_total_is_the_sum_of_its_parts(office: Office, total: str, broken: list[str]) -> None:
    parts = ("环节,生产,批次,50,48,2,,", "环节,流通,批次,40,37,3,,")
    assert found(office, f",合计,批次,{total},,", *parts) == broken


def test_t01_rows_that_do_not_say_that_they_are_parts_are_summed_with_nothing(office: Office) -> None:
    assert found(office, ",合计,批次,90,85,5,,", ",其中：生产,批次,50,48,2,,", ",流通,批次,41,38,3,,", "环节,其中：网络,批次,7,7,0,,") == []


def test_t01_parts_without_a_count_have_no_sum(office: Office) -> None:
    assert found(office, ",合计,批次,90,,5,,", "环节,生产,批次,50,,3,,", "环节,流通,批次,40,,,,") == []


def test_t01_parts_in_another_unit_are_not_those_of_the_total(office: Office) -> None:
    assert found(office, ",合计,批次,90,85,5,,", "环节,生产,企业,30,28,2,,", "环节,流通,企业,20,20,0,,") == []


@pytest.mark.parametrize(("second", "broken"), [("45,43,2", []), ("44,42,2", ["T01 n", "T01 n_pass"])])
def test_t01_every_way_to_divide_a_total_is_summed(office: Office, second: str, broken: list[str]) -> None:
    ways = ("环节,生产,批次,50,48,2,,", "环节,流通,批次,40,37,3,,", "性质,国有,批次,45,42,3,,", f"性质,其他,批次,{second},,")
    assert found(office, ",合计,批次,90,85,5,,", *ways) == (broken + ["T01 partition"] if broken else [])


@pytest.mark.parametrize(("second", "broken"), [("40,37,3", []), ("40,38,2", ["T01 partition"])])
def test_t01_two_ways_agree_where_no_total_is_printed(office: Office, second: str, broken: list[str]) -> None:
    assert found(office, "环节,生产,批次,90,85,5,,", "性质,国有,批次,50,48,2,,", f"性质,其他,批次,{second},,") == broken


@pytest.mark.parametrize(
    ("counts", "kind", "printed", "says"),
    [
        ("80,75,5", "不合格率", "6.2%", None),  # an exact tie, to the even digit
        ("80,75,5", "不合格率", "6.3%", None),  # half up
        ("80,75,5", "不合格率", "6.25%", None),
        ("80,75,5", "不合格率", "6%", None),
        ("80,75,5", "合格率", "93.8%", None),
        ("80,75,5", "合格率", "93.7%", "截尾"),
        ("80,75,5", "合格率", "93.6%", "不符"),
        ("80,75,5", "不合格率", "93.8%", "不符"),
        ("21,17,", "合格率", "81.0%", None),
        ("21,17,", "合格率", "80.9%", "截尾"),
        ("21,17,", "不合格率", "19.0%", None),  # from the counts, 4 of 21
        ("21,17,", "不合格率", "19.1%", "不符"),  # 100 - 80.9: the complement of a rate cut off
        ("500,,0", "不合格率", "0", None),
        ("500,500,", "合格率", "100%", None),
        ("0,0,0", "合格率", "/", None),
        ("500,,", "合格率", "98%", None),
    ],
)
def test_t02_a_rate_is_its_counts_rounded_once(office: Office, counts: str, kind: str, printed: str, says: str | None) -> None:
    assert found(office, f",糕点,批次,{counts},{kind},{printed}") == (["T02 printed_rate_text"] if says else [])
    assert all(says is not None and says in row["message"] for row in office.history("finding"))


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        (",糕点,批次,10,9,1,,", []),
        (",糕点,,10,9,1,,", ["T04 unit_counted"]),
        (",糕点,,10批次,9批次,1批次,,", []),
        (",糕点,,10批次,9批次,1家企业,,", ["T04 numerator_unit"]),
        (",糕点,,10批次,9,1,,", []),
        (",糕点,,10,9批次,1批次,,", ["T04 unit_counted"]),
        (",糕点,批次,,,,合格率,98%", []),
        (",糕点,箱,10,9,1,,", ["C02 numerator_unit", "C02 unit_counted", "T04 unit_counted"]),
    ],
)
def test_t04_the_unit_is_stated_and_the_same(office: Office, row: str, broken: list[str]) -> None:
    assert found(office, row) == broken


def test_t04_a_heading_states_the_unit(office: Office) -> None:
    heading = HEADING.replace(",检验数,合格数,不合格数", ",抽查企业数,合格企业数,不合格企业数")
    assert found(office, ",糕点,,10,9,1,,", heading=heading) == []
    assert [(row["unit_counted"], row["numerator_unit"]) for row in office.history("published")] == [("企业", "企业")]


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        (",糕点,批次,15300,,1,,", []),
        (",糕点,批次,1.53万,,1,,", ["C04 n"]),
        (",糕点,批次,10,约9,,,", ["C04 n_pass"]),
        (",糕点,批次,10,,一,,", ["C04 n_fail"]),
        (",糕点,批次,10,9,,合格率,九成", ["C04 printed_rate"]),
    ],
)
def test_c04_an_inexact_number_is_not_read(office: Office, row: str, broken: list[str]) -> None:
    assert found(office, row) == broken


COUNT = st.one_of(st.none(), st.integers(0, 3), st.integers(0, 10**15))
ROW = st.tuples(st.sampled_from(["total", "group", "of_which"]), st.sampled_from([None, "环节", "性质"]), COUNT, COUNT, COUNT)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=8))
def test_sums_of_parts_equal_a_naive_count(rows: list[tuple[str, str | None, int | None, int | None, int | None]]) -> None:
    schema = dictionary().arrow_schema("published").append(pa.field("content_hash", pa.uint64())).append(pa.field("ord", pa.int64()))
    given_rows = [
        {"row_role": role, "partition": partition, "n": n, "n_pass": n_pass, "n_fail": n_fail, "sheet": "", "row_no": ord_, "ord": ord_}
        for ord_, (role, partition, n, n_pass, n_fail) in enumerate(rows)
    ]
    with duckdb.connect() as connection:
        connection.execute(macros())
        connection.register("conformed_published", pa.Table.from_pylist(given_rows, schema))
        connection.execute("CREATE TABLE repeated (sheet VARCHAR, row_no BIGINT)")
        columns = ", ".join(f"parts_{what}_{which}" for what in ("n", "pass", "fail") for which in ("least", "most"))
        asked = f"SELECT {columns} FROM ({read_sql(HERE / 'printed.sql')}) ORDER BY ord"
        seen = connection.execute(asked).fetchall()
    parts: dict[str, list[tuple[int | None, int | None, int | None]]] = defaultdict(list)
    for role, partition, n, n_pass, n_fail in rows:
        if role == "group" and partition is not None:
            tested = n if n is not None else n_pass + n_fail if n_pass is not None and n_fail is not None else None
            passing = n_pass if n_pass is not None else n - n_fail if n is not None and n_fail is not None else None
            failing = n_fail if n_fail is not None else n - n_pass if n is not None and n_pass is not None else None
            parts[partition].append((tested, passing, failing))
    spans: list[int | None] = []
    for place in range(3):
        sums = [sum(one[place] or 0 for one in some) for some in parts.values() if all(one[place] is not None for one in some)]
        spans += [min(sums, default=None), max(sums, default=None)]
    first_part = next((number for number, row in enumerate(rows) if row[0] == "group" and row[1] is not None), None)
    totals = {number for number, row in enumerate(rows) if row[0] == "total"} or {first_part}
    assert seen == [tuple(spans) if number in totals else (None,) * 6 for number in range(len(rows))]


COMPARED = "公布条目,发布单位,期间,地区,分组,单位,比率种类,比率,对比期间,对比期比率,变动,占比基数"


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        ("2018年第二季度,山东,合计,批次,合格率,97.9%,2017年第二季度,97.4%,0.5,", []),
        # The third notice of 2018: the second quarter "比2018年第二季度" (docs/domain.md, publication conventions).
        ("2018年第二季度,山东,合计,批次,合格率,97.9%,2018年第二季度,97.4%,0.5,", ["T03 compared_period_printed"]),
        ("2018年第二季度,山东,合计,批次,合格率,97.9%,2018年第三季度,97.4%,0.5,", ["T03 compared_period_printed"]),
        ("2018年第二季度,山东,合计,批次,合格率,97.9%,2018年第一季度,97.4%,0.5,", []),
        ("2018年第二季度,山东,合计,批次,合格率,97.9%,2017年,97.4%,0.5,", []),
        ("2023年,全国,合计,批次,不合格率,2.73%,2022年,2.86%,下降0.13个百分点,", []),
        ("2023年,全国,合计,批次,不合格率,2.73%,2022年,2.86%,-0.12,", ["T05 points_printed"]),
        ("2023年,全国,合计,批次,不合格率,2.73%,2022年,2.86%,略有下降,", ["C04 points_printed"]),
        ("2023年,全国,农药残留超标,项次,占比,42.98%,,,,不合格样品", []),
        ("2023年,全国,农药残留超标,项次,占比,42.98%,,,,", ["T07 share_base"]),
    ],
)
def test_t03_t05_t07_what_a_printed_change_or_share_says(office: Office, row: str, broken: list[str]) -> None:
    office.deliver("published_table/a.csv", f"{COMPARED}\n1,山东省市场监管局,{row}")
    office.take_in()
    assert sorted(f"{one['code']} {one['column_name']}" for one in office.history("finding")) == broken
