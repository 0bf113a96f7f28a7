"""Firms behind their roles, the country of origin, and masked names; every name is invented."""

import pytest

from qmon.grammar import Firm, ReadFirms, read_firms


@pytest.mark.parametrize(
    ("text", "firms", "origin"),
    [
        ("甲食品有限公司", [(None, "甲食品有限公司")], None),
        ("甲餐饮\n有限责任公司", [(None, "甲餐饮有限责任公司")], None),
        ("委托方：甲公司；受委托方：乙厂", [("entrusting", "甲公司"), ("maker", "乙厂")], None),
        ("委托方：甲公司\n受委托方：乙厂", [("entrusting", "甲公司"), ("maker", "乙厂")], None),
        ("受委托方:乙厂,委托方:甲公司", [("maker", "乙厂"), ("entrusting", "甲公司")], None),
        ("生产商：甲公司；经销商：乙公司", [("maker", "甲公司"), ("distributor", "乙公司")], None),
        ("监制商：甲公司；制造商：乙公司；", [("supervisor", "甲公司"), ("maker", "乙公司")], None),
        ("进口商：甲公司（原产国：意大利）", [("importer", "甲公司")], "意大利"),
        ("进口商：甲（上海）公司；原产国：意大利", [("importer", "甲(上海)公司")], "意大利"),
        ("受委托生产单位：甲化 学公司；委 托单位：乙食 品公司", [("maker", "甲化学公司"), ("entrusting", "乙食品公司")], None),
        ("生产者：甲食品\n（东莞）公司；经销 商：乙公司", [("maker", "甲食品(东莞)公司"), ("distributor", "乙公司")], None),
        ("经销者：甲公司\n生产者：乙公司", [("distributor", "甲公司"), ("maker", "乙公司")], None),
        ("标示：甲公司", [("maker", "甲公司")], None),
        ("生产企业名称：甲公司", [("maker", "甲公司")], None),
        ("甲公司（委托方：乙公司）", [(None, "甲公司"), ("entrusting", "乙公司")], None),
        ("https://shop.example/1?a:b", [(None, "https://shop.example/1?a:b")], None),
    ],
)
def test_firms_are_told_apart_by_their_roles(text: str, firms: list[tuple[str | None, str]], origin: str | None) -> None:
    assert read_firms(text) == ReadFirms(tuple(Firm(role, name) for role, name in firms), origin)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("/", "empty"),
        ("品牌商：甲公司；生产商：乙公司", "unknown_role"),
        ("委托方（甲）：乙公司", "unknown_role"),
        ("甲公司 电话：0000", "unknown_role"),
        ("委托方：；受委托方：乙厂", "ambiguous"),
        ("进口商/经销商：甲公司", "ambiguous"),
        ("生产商：甲公司；制造商：乙公司", "ambiguous"),
        ("委托方:甲公司受委托方:乙厂", "ambiguous"),
    ],
)
def test_firms_that_are_not_told_apart_have_their_reason(text: str, reason: str) -> None:
    assert read_firms(text) == ReadFirms(reason=reason)


@pytest.mark.parametrize(
    ("name", "masked"), [("甲南省华*食品有限公司", True), ("聊城市某禽业有限公司", True), ("XX食品厂", True), ("甲食品厂", False)]
)
def test_masked_name_is_flagged(name: str, masked: bool) -> None:
    assert read_firms(name).firms[0].is_masked is masked


def test_name_of_a_role() -> None:
    read = read_firms("委托方：甲公司；受委托方：乙厂")
    assert (read.name("maker", None), read.name("importer")) == ("乙厂", None)
