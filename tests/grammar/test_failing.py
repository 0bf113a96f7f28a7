"""The triple 不合格项目║检验结果║标准值: its bars, its orders, several failing items in one cell."""

import pytest

from qmon.grammar import FailingItem, items_in_columns, read_failing
from qmon.sources.several_items import joined_parts

TRIPLE = (FailingItem("呋虫胺", "0.658mg/kg", "≤0.5mg/kg"),)


@pytest.mark.parametrize("bar", ["║", "‖", "||", "|", "∣", "∥", "︱", " ║ "])
def test_every_bar_divides(bar: str) -> None:
    assert read_failing(f"呋虫胺{bar}0.658mg/kg{bar}≤0.5mg/kg") == TRIPLE


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("不合格项目║检验结果║标准值", "item value limit"),
        ("不合格项目║ 检验结果║ 标准值", "item value limit"),
        ("不合格项目║", "item value limit"),
        ("不合格项目||检验结果||计量单位||标准值", "item value unit limit"),
        ("不合格项目||检验结果||单位||标准值", "item value unit limit"),
        ("不合格项目:检验结果(标准值)", "item value limit"),
        ("不合格项目/标准值/检验结果", "item limit value"),
        ("检测值/标准值", "value limit"),
        ("标准值/检测值", "limit value"),
        ("不合格项检验值/标准限量值", "value limit"),
    ],
)
def test_heading_gives_the_order(heading: str, parts: str) -> None:
    assert joined_parts(heading) == tuple(parts.split())


def test_swapped_order_is_followed() -> None:
    assert read_failing("呋虫胺║≤0.5mg/kg║0.658mg/kg", ("item", "limit", "value")) == TRIPLE


def test_fourth_part_is_the_unit() -> None:
    read = read_failing("呋虫胺||0.658||mg/kg||≤0.5", ("item", "value", "unit", "limit"))
    assert read == (FailingItem("呋虫胺", "0.658", "≤0.5", "mg/kg"),)


@pytest.mark.parametrize("between", ["；", ";", "\n", "；\n"])
def test_several_failing_items(between: str) -> None:
    read = read_failing(f"铅║0.3mg/kg║≤0.2mg/kg{between}镉║0.2mg/kg║≤0.1mg/kg")
    assert read == (FailingItem("铅", "0.3mg/kg", "≤0.2mg/kg"), FailingItem("镉", "0.2mg/kg", "≤0.1mg/kg"))


def test_five_results_of_a_plan_stay_together() -> None:
    read = read_failing("菌落总数║1；2；3；\n4；5CFU/g║n=5,c=2,m=10,M=100CFU/g")
    assert read == (FailingItem("菌落总数", "1;2;3; 4;5CFU/g", "n=5,c=2,m=10,M=100CFU/g"),)


def test_item_alone() -> None:
    assert read_failing("标签") == (FailingItem("标签"),)


@pytest.mark.parametrize("text", ["铅:0.3mg/kg(≤0.2mg/kg)", "铅/0.3mg/kg/≤0.2mg/kg", "1.铅║0.3mg/kg║≤0.2mg/kg"])
def test_other_marks_are_read_where_they_come_out_even(text: str) -> None:
    assert read_failing(text) == (FailingItem("铅", "0.3mg/kg", "≤0.2mg/kg"),)


@pytest.mark.parametrize("text", ["铅║0.3mg/kg", "║1║2", "铅║0.3║0.2镉║0.2║0.1"])
def test_a_cell_that_does_not_come_out_even_is_not_taken_apart(text: str) -> None:
    assert read_failing(text) is None


def test_a_cell_of_nothing_has_no_items() -> None:
    assert read_failing("/") == ()


def test_columns_of_their_own_are_taken_apart_where_all_hold_as_many() -> None:
    assert items_in_columns(FailingItem("铅；镉", "0.3；0.2", "0.2\n0.1", "mg/kg")) == (
        FailingItem("铅", "0.3", "0.2", "mg/kg"),
        FailingItem("镉", "0.2", "0.1", "mg/kg"),
    )


@pytest.mark.parametrize("printed", [FailingItem("铅；镉", "0.3", "0.2"), FailingItem("菌落总数", "1;2;3;4;5", "n=5,c=2,m=1,M=3")])
def test_a_list_of_results_is_no_list_of_items(printed: FailingItem) -> None:
    assert items_in_columns(printed) == (printed,)
