"""Public notices: lists of all samples, of failing and of conforming ones, in the forms in which offices attach them."""

from decimal import Decimal

import pytest

from tests.conftest import Office

FAILING = (
    "序号,样品名称,标称生产企业名称(种养殖者或供货者名称),标称生产企业地址,被抽样单位名称,被抽样单位地址,规格型号,商标,"
    "生产(加工/购进/检疫/消毒/其他)日期/批号,不合格项目‖检验结果‖标准值,备注"
)
CONFORMING = "序号,样品名称,标称生产企业名称,标称生产企业地址,被抽样单位名称,被抽样单位地址,规格型号,商标,生产日期/批号,备注"
RATE = (
    "SELECT period, task_level, n, n_fail FROM pass_rate WHERE indicator = 'food_pass_rate' AND grouping = 'total' AND period_kind = 'year'"
)
NOTICE = "food_notice/2025-09-12 山东省市场监督管理局2025年第20期"


def failing(*cells: str) -> str:
    rows = [f"{n},虚构豇豆{n},/,/,虚构超市{n},虚构路,/,/,2025-07-0{n + 1},{cell},/" for n, cell in enumerate(cells)]
    return "\n".join((FAILING, *rows)) + "\n"


def conforming(count: int) -> str:
    return "\n".join((CONFORMING, *(f"{n},虚构糕点{n},虚构食品厂,虚构路,虚构超市,虚构路,100g,/,2025-07-01,/" for n in range(count)))) + "\n"


def results(office: Office) -> list[tuple[object, ...]]:
    columns = ("row_no", "item_name", "value", "unit", "limit_operator", "limit_high", "item_verdict")
    plain = [
        {name: f"{cell.normalize():f}" if isinstance(cell, Decimal) else cell for name, cell in row.items()}
        for row in office.history("result")
    ]
    return [tuple(row[name] for name in columns) for row in plain]


def test_the_two_lists_of_a_notice_make_one_rate(office: Office) -> None:
    office.deliver(f"{NOTICE}/不合格产品信息.csv", failing("呋虫胺║0.658mg/kg║≤0.5mg/kg", "镉║0.2mg/kg║≤0.1mg/kg"))
    office.deliver(f"{NOTICE}/合格产品信息.csv", conforming(38))
    assert office.night().exit_code == 0
    assert office.ask(RATE) == [("2025", "provincial", 40, 2)]
    assert office.ask("SELECT DISTINCT issue_no, published_on::VARCHAR, sampled_on FROM sample_current") == [
        ("2025-20", "2025-09-12", None)
    ]


def test_a_list_of_failing_samples_waits_for_the_one_of_conforming_ones(office: Office) -> None:
    office.deliver(f"{NOTICE}/不合格产品信息.csv", failing("呋虫胺║0.658mg/kg║≤0.5mg/kg"))
    office.night()
    assert office.ask(RATE) == []
    assert office.ask("SELECT code, message FROM finding WHERE code = 'D03'") == [("D03", "同一公告的合格样品名单尚未交付，不计入合格率")]
    office.deliver(f"{NOTICE}/合格产品信息.csv", conforming(9))
    office.night(days=1)
    assert office.ask(RATE) == [("2025", "provincial", 10, 1)]
    assert office.ask("SELECT count(*) FROM finding WHERE code = 'D03'") == [(0,)]
    # As known the first night (01:30 of the 16th in Shanghai) there still was no denominator.
    assert office.ask("SELECT listing FROM sample_as_of(DATE '2026-01-16', NULL)") == [("failures",)]
    assert office.ask("SELECT count(*) FROM pass_rate_as_of(DATE '2026-01-16', NULL)") == [(0,)]


def test_a_table_without_verdict_is_conforming_only_where_its_title_says_so(office: Office) -> None:
    office.deliver("food_notice/2025-09-12 名单.csv", conforming(3))
    (row,) = office.take_in()
    assert (row["delivery_status"], office.codes()) == ("refused", ["H01", "H03"])


def test_several_items_of_one_sample_are_results_of_one_sample(office: Office) -> None:
    cell = "呋虫胺║0.658mg/kg║≤0.5mg/kg；镉║0.2mg/kg║≤0.1mg/kg"
    office.deliver(f"{NOTICE}/不合格.csv", failing(cell))
    (row,) = office.take_in()
    assert (row["n_records"], row["n_samples"], row["n_results"], row["n_exact_duplicates"]) == (1, 1, 2, 0)
    assert results(office) == [
        (2, "呋虫胺", "0.658", "mg/kg", "<=", "0.5", "nonconforming"),
        (2, "镉", "0.2", "mg/kg", "<=", "0.1", "nonconforming"),
    ]


def test_a_cell_that_does_not_come_out_even_is_said_and_the_sample_stays(office: Office) -> None:
    office.deliver(f"{NOTICE}/不合格.csv", failing("呋虫胺║0.658mg/kg"))
    (row,) = office.take_in()
    assert (row["n_samples"], row["n_fail_reported"], row["n_results"], office.codes()) == (1, 1, 0, ["I12"])


def test_a_column_may_be_an_analyte(office: Office) -> None:
    heading = "样品名称,被抽样单位名称,苯甲酸（g/kg）,铅(mg/kg),甲胺磷NY/T761-2008,结论"
    rows = ("虚构酱,虚构店,0.2,0.05,,合格", "虚构醋,虚构店,1.5,,0.01,不合格")
    office.deliver("food_notice/2025-03-01 济南市市场监督管理局.csv", "\n".join((heading, *rows)))
    office.take_in()
    assert results(office) == [
        (2, "苯甲酸", "0.2", "g/kg", None, None, "conforming"),
        (2, "铅", "0.05", "mg/kg", None, None, "conforming"),
        (3, "苯甲酸", "1.5", "g/kg", None, None, None),
        (3, "甲胺磷", "0.01", None, None, None, None),
    ]
    assert [row["verdict_reported"] for row in office.history("sample")] == ["conforming", "nonconforming"]


def test_items_may_stand_in_numbered_columns(office: Office) -> None:
    heading = "样品名称,被抽样单位名称,项目1,结果1,标准1,项目2,结果2,标准2,检验结论"
    office.deliver("food_notice/a.csv", f"{heading}\n虚构酱,虚构店,苯甲酸,0.2g/kg,≤0.5g/kg,铅,0.05mg/kg,≤1mg/kg,合格\n")
    office.take_in()
    assert [row[1:3] for row in results(office)] == [("苯甲酸", "0.2"), ("铅", "0.05")]


@pytest.mark.parametrize("number", ["NCP25370000001", "/"])
def test_a_sample_without_number_has_a_key_of_what_is_printed(office: Office, number: str) -> None:
    office.deliver("food_notice/a.csv", f"抽样编号,样品名称,被抽样单位名称,检验结论\n{number},虚构酱,虚构店,合格\n")
    office.take_in()
    (sample,) = office.history("sample")
    assert (sample["sample_id"] == "food_notice:NCP25370000001") is (number != "/")
    assert sample["sample_id"] and office.codes() == []
