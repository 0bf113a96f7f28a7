"""Every form in which dates, items, firms and categories of real notices were seen, one test named after each."""

import pytest

from qmon.grammar import read_date, read_firms, read_item
from qmon.reference.categories import read_category
from qmon.reference.items import read_item_code, read_item_list
from qmon.reference.regions import read_region


def date(text: str) -> str:
    """A date as one line: the day, the batch and the event, or the reason."""
    read = read_date(text)
    return read.reason or " ".join(str(part) for part in (read.date, read.batch, read.kind) if part)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2018.3.13JJS-A9A18001", "2018-03-13 JJS-A9A18001"),
        ("2018年04月20日180420001", "2018-04-20 180420001"),
        ("2017-12-23SY9011171201000062", "2017-12-23 SY9011171201000062"),
        ("2017年09月0217090050", "2017-09-02 17090050"),
        ("2019-07-02/公格尔20190702", "2019-07-02 公格尔20190702"),
    ],
)
def test_date_fused_with_its_batch(text: str, read: str) -> None:
    assert date(text) == read


@pytest.mark.parametrize("text", ["2022/8/8/--", "2022-08-08/--", "2022.8.8/--", "2022年8月8日", "20220808", "22年8月8日"])
def test_forms_of_one_day(text: str) -> None:
    assert date(text) == "2022-08-08"


@pytest.mark.parametrize(
    ("text", "read"), [("进货日期:2017年9月26日", "2017-09-26 purchase"), ("2021-05-07（购进日期）", "2021-05-07 purchase")]
)
def test_day_of_purchase(text: str, read: str) -> None:
    assert date(text) == read


@pytest.mark.parametrize(
    ("text", "reason"), [("231011", "ambiguous"), ("19010102", "out_of_range"), ("6月第1期", "unreadable"), ("20-1-2", "two_digit_year")]
)
def test_number_that_may_be_a_date(text: str, reason: str) -> None:
    assert date(text) == reason


@pytest.mark.parametrize(
    "text", ["镉(以Cd计)", "镉（以Cd计）", "镉(以Cd计\n)", "镉（以Cd计）（≤0.5mg/kg）", "镉（mg/kg）（≤0.5（mg/kg））", "镉﹙mg/kg﹚"]
)
def test_item_with_brackets_of_any_width_and_content(text: str) -> None:
    known = read_item_code("food", read_item(text).name or "")
    assert known is not None and known.code == "I083"


@pytest.mark.parametrize(
    "spellings",
    [
        ["单增李斯特菌", "单核细胞增生李斯特氏菌"],
        ["恩诺沙星", "恩诺沙星（以恩诺沙星与环丙沙星之和计）"],
        ["苯并[a]芘", "苯并（a）芘", "苯并［a］芘", "苯并(a)芘", "苯并[a]芘（≤10μg/kg）"],
        ["多菌灵", "多菌灵("],
    ],
)
def test_item_under_several_names(spellings: list[str]) -> None:
    known = [read_item_code("food", read_item(text).name or "") for text in spellings]
    assert known[0] is not None and len({one and one.code for one in known}) == 1


@pytest.mark.parametrize(
    ("text", "limit", "unit"),
    [
        ("苯并[a]芘（≤10μg/kg）", "≤10μg/kg", None),
        ("菌落总数﹙CFU/g﹚", None, "CFU/g"),
        ("镉（mg/kg）（≤0.5（mg/kg））", "≤0.5(mg/kg)", "mg/kg"),
    ],
)
def test_limit_and_unit_within_the_item(text: str, limit: str | None, unit: str | None) -> None:
    read = read_item(text)
    assert (read.limit_text, read.unit_text) == (limit, unit)


@pytest.mark.parametrize(("text", "unit"), [("苋菜红（g/kg）", "g/kg"), ("铅(mg/kg)", "mg/kg"), ("志贺氏菌（/50cm2）", "/50cm2")])
def test_heading_that_is_an_item_with_its_unit(text: str, unit: str) -> None:
    assert read_item(text).unit_text == unit


@pytest.mark.parametrize(
    ("domain", "text", "names"),
    [
        ("consumer_goods", "研究法辛烷值、甲醇含量", ["研究法辛烷值", "甲醇含量"]),
        ("consumer_goods", "标志-标志内容检查", ["标志-标志内容检查"]),
        ("agri_input", "拉伸负荷-横向;直角撕裂负荷-横向;", ["拉伸负荷-横向", "直角撕裂负荷-横向"]),
        ("agri_input", "厚度极限偏差-1#;厚度极限偏差-2#", ["厚度极限偏差-1#", "厚度极限偏差-2#"]),
        ("food", "恩诺沙星（以恩诺沙星与环丙沙星之和计）,毒死蜱", ["恩诺沙星（以恩诺沙星与环丙沙星之和计）", "毒死蜱"]),
        ("food", "氯氟氰菊酯和高效氯氟氰菊酯", ["氯氟氰菊酯和高效氯氟氰菊酯"]),
        ("food", "毒死蜱、不知名项目", ["毒死蜱、不知名项目"]),
    ],
)
def test_several_items_in_one_cell(domain: str, text: str, names: list[str]) -> None:
    assert list(read_item_list(domain, text)) == names


@pytest.mark.parametrize(
    ("text", "maker", "country"),
    [
        ("委托方：甲公司；受委托方：乙厂", "乙厂", None),
        ("生产商：乙厂；经销商：甲公司", "乙厂", None),
        ("进口商：甲公司（原产国：意大利）", None, "意大利"),
        ("监制商：甲公司；制造商：乙厂", "乙厂", None),
    ],
)
def test_firms_with_roles(text: str, maker: str | None, country: str | None) -> None:
    read = read_firms(text)
    assert (read.name("maker"), read.origin, read.reason) == (maker, country, None)


def test_masked_firm() -> None:
    assert read_firms("甲南省华*食品有限责任公司").firms[0].is_masked


def test_line_break_within_a_firm() -> None:
    assert read_firms("虚构餐饮\n有限责任公司").name(None) == "虚构餐饮有限责任公司"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("食用油、油脂及其制品", "F02"),
        ("薯类及膨化食品", "F12"),
        ("薯类和膨化食品", "F12"),
        ("茶叶及其制品", "F14"),
        ("茶叶及相关制品", "F14"),
        ("淀粉及淀粉制品-->淀粉制品", "F23"),
        ("焙烤食品", "O12"),
        ("焙烤食品-->饼干", "F08"),
        ("餅干", "F08"),
        ("2018.3.13", None),
    ],
)
def test_category_of_any_list_and_spelling(text: str, code: str | None) -> None:
    known = read_category("food", text)
    assert (known.code if known else None) == code


@pytest.mark.parametrize(
    ("text", "code"), [("莱芜市", "371200"), ("莱芜市钢城区", "371203"), ("济南市莱芜区", "370116"), ("142400", "142400")]
)
def test_place_with_a_history(text: str, code: str) -> None:
    assert read_region(text) == code


def test_two_products_in_one_cell_stay_one_name() -> None:
    assert read_category("consumer_goods", "0号普通柴油和92号车用汽油") is None
