"""Item names as printed: brackets, expressions, limits and units in the cell, one name for several items."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmon.reference.categories import DOMAINS
from qmon.reference.items import items, read_item_code


@pytest.mark.parametrize(
    ("text", "code", "hazard_class"),
    [
        ("毒死蜱", "I001", "H01"),
        ("恩诺沙星", "I049", "H02"),
        ("恩诺沙星（以恩诺沙星与环丙沙星之和计）", "I049", "H02"),
        ("恩诺沙星(以恩诺沙星+环丙沙星之和计)", "I049", "H02"),
        ("克百威（以克百威及3-羟基克百威之和计）", "I016", "H01"),
        ("铅（以Pb计）", "I082", "H05"),
        ("铅(以 Pb 计)", "I082", "H05"),
        ("铅(以Pb计)（≤0.1mg/kg）", "I082", "H05"),
        ("镉(以Cd计\n)", "I083", "H05"),
        ("镉（mg/kg）（≤0.5（mg/kg））", "I083", "H05"),
        ("镉", "I083", "H05"),
        ("铝的残留量（干样品，以Al计）", "I090", "H03"),
        ("铝的残留量(干样品，以Al计)", "I090", "H03"),
        ("铝的残留量(以 Al 計)", "I090", "H03"),
        ("脱氢乙酸及其钠盐(以脱氢乙酸计)", "I093", "H03"),
        ("亚硝酸盐", "I102", "H03"),
        ("亚硝酸盐（以NO₂⁻计）", "I195", "H11"),
        ("苯并[a]芘", "I166", "H07"),
        ("苯并（a）芘", "I166", "H07"),
        ("苯并［a］芘", "I166", "H07"),
        ("苯并(а)芘", "I166", "H07"),  # a Cyrillic letter
        ("苯并[a]芘（≤10μg/kg）", "I166", "H07"),
        ("苯并[a]芘（10µg/kg）", "I166", "H07"),
        ("单增李斯特菌", "I153", "H04"),
        ("单核细胞增生李斯特氏菌", "I153", "H04"),
        ("菌落总数﹙CFU/g﹚", "I146", "H04"),
        ("黄曲霉毒素B₁", "I161", "H08"),
        ("黄曲霉毒素 B1", "I161", "H08"),
        ("多菌灵(", "I020", "H01"),
        ("水分", "I179", "H06"),
        ("标签", "I208", "H12"),
    ],
)
def test_food_items(text: str, code: str, hazard_class: str) -> None:
    found = read_item_code("food", text)
    assert found is not None
    assert (found.code, found.hazard_class) == (code, hazard_class)


@pytest.mark.parametrize(
    ("domain", "text", "category", "code"),
    [
        ("agri_input", "水分", None, None),
        ("agri_input", "水分", "AF01", "I280"),
        ("agri_input", "水分", "AS", "I312"),
        ("agri_input", "水分", "AP", None),
        ("agri_input", "铅", "AF05", "I315"),
        ("agri_input", "铅", "AD01", "I291"),
        ("agri_input", "铅", None, None),
        ("agri_input", "标识", "AF", "I283"),
        ("agri_input", "标识", "AP", "I321"),
        ("agri_input", "总养分(%)", None, "I272"),
        ("agri_input", "厚度极限偏差-1#", None, "I284"),
        ("agri_input", "含量测定", None, "I308"),
        ("consumer_goods", "标志", "PP039", "I236"),
        ("consumer_goods", "标志", "PP010", "I320"),
        ("consumer_goods", "标志", None, "I320"),
        ("consumer_goods", "研究法辛烷值（RON）", None, "I237"),
        ("consumer_goods", "稳定性", "PP003", "I256"),
        ("consumer_goods", "稳定性", "PP039", None),
        ("consumer_goods", "PH值", None, "I266"),
        ("food", "苏丹红(Ⅰ-Ⅳ)", None, None),  # four items under one name
        ("food", "不存在的项目", None, None),
        ("food", "", None, None),
        ("toys", "铅", None, None),
    ],
)
def test_domain_and_category_decide(domain: str, text: str, category: str | None, code: str | None) -> None:
    found = read_item_code(domain, text, category)
    assert (found.code if found else None) == code


def test_every_item_is_read_by_its_own_name() -> None:
    for domain in DOMAINS:
        for item in items(domain):
            category = item.scope[0] if item.scope else None
            assert read_item_code(domain, item.name, category) == item, item


@given(st.sampled_from(DOMAINS), st.text(max_size=30))
def test_any_text_gives_an_item_of_its_domain_or_none(domain: str, text: str) -> None:
    found = read_item_code(domain, text)
    assert found is None or found.domain == domain
