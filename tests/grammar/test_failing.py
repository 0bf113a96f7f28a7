"""The triple 不合格项目║检验结果║标准值: its bars, its orders, several failing items in one cell."""

import pytest

from qmon.grammar import Failure, Failures, failing_parts, read_failures

TRIPLE = Failures((Failure("呋虫胺", "0.658mg/kg", None, "≤0.5mg/kg"),))


@pytest.mark.parametrize("bar", ["║", "‖", "||", "|", "∣", "∥", "︱", " ║ "])
def test_every_bar_divides(bar: str) -> None:
    assert read_failures(f"呋虫胺{bar}0.658mg/kg{bar}≤0.5mg/kg") == TRIPLE


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("不合格项目║检验结果║标准值", "item result limit"),
        ("不合格项目║ 检验结果║ 标准值", "item result limit"),
        ("不合格项目║", "item result limit"),
        ("不合格项目||检验结果||计量单位||标准值", "item result unit limit"),
        ("不合格项目||检验结果||单位||标准值", "item result unit limit"),
        ("不合格项目:检验结果(标准值)", "item result limit"),
        ("不合格项目/标准值/检验结果", "item limit result"),
        ("检测值/标准值", "result limit"),
        ("标准值/检测值", "limit result"),
        ("不合格项检验值/标准限量值", "result limit"),
    ],
)
def test_heading_gives_the_order(heading: str, parts: str) -> None:
    assert failing_parts(heading) == tuple(parts.split())


def test_swapped_order_is_followed() -> None:
    assert read_failures("呋虫胺║≤0.5mg/kg║0.658mg/kg", ("item", "limit", "result")) == TRIPLE


def test_fourth_part_is_the_unit() -> None:
    read = read_failures("呋虫胺||0.658||mg/kg||≤0.5", ("item", "result", "unit", "limit"))
    assert read == Failures((Failure("呋虫胺", "0.658", "mg/kg", "≤0.5"),))


@pytest.mark.parametrize("between", ["；", ";", "\n", "；\n"])
def test_several_failing_items(between: str) -> None:
    read = read_failures(f"铅║0.3mg/kg║≤0.2mg/kg{between}镉║0.2mg/kg║≤0.1mg/kg")
    assert read.failures == (Failure("铅", "0.3mg/kg", None, "≤0.2mg/kg"), Failure("镉", "0.2mg/kg", None, "≤0.1mg/kg"))


def test_five_results_of_a_plan_stay_together() -> None:
    (failure,) = read_failures("菌落总数║1；2；3；\n4；5CFU/g║n=5,c=2,m=10,M=100CFU/g").failures
    assert failure.result_text == "1;2;3; 4;5CFU/g"


def test_item_alone() -> None:
    assert read_failures("标签") == Failures((Failure("标签"),))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("/", "empty"), ("铅║0.3mg/kg", "unreadable"), ("║1║2", "unreadable"), ("铅/≤0.2mg/kg/0.3mg/kg", "ambiguous")],
)
def test_cell_that_is_not_told_apart_has_its_reason(text: str, reason: str) -> None:
    assert read_failures(text) == Failures(reason=reason)
