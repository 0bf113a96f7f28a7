"""Category names as printed: the two food lists, spelling drift, two levels, goods and inputs."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmon.reference.categories import DOMAINS, categories, category, read_category

PUBLISHED = Path(__file__).parents[2].parent / "shared/data/published"

NEW_34 = [
    "粮食加工品",
    "食用油、油脂及其制品",
    "调味品",
    "肉制品",
    "乳制品",
    "饮料",
    "方便食品",
    "饼干",
    "罐头",
    "冷冻饮品",
    "速冻食品",
    "薯类和膨化食品",
    "糖果制品",
    "茶叶及相关制品",
    "酒类",
    "蔬菜制品",
    "水果制品",
    "炒货食品及坚果制品",
    "蛋制品",
    "可可及焙烤咖啡产品",
    "食糖",
    "水产制品",
    "淀粉及淀粉制品",
    "糕点",
    "豆制品",
    "蜂产品",
    "保健食品",
    "特殊膳食食品",
    "特殊医学用途配方食品",
    "婴幼儿配方食品",
    "餐饮食品",
    "食品添加剂",
    "食用农产品",
    "其他食品",
]

OLD_25 = {
    "粮食及粮食制品": "O01",
    "食用油、油脂及其制品": "F02",
    "肉及肉制品": "O03",
    "蛋及蛋制品": "O04",
    "蔬菜及其制品": "O05",
    "水果及其制品": "O06",
    "水产及水产制品": "O07",
    "饮料": "F06",
    "调味品": "F03",
    "食糖": "F21",
    "酒类": "F15",
    "焙烤食品": "O12",
    "茶叶及其相关制品、咖啡": "O13",
    "薯类及膨化食品": "F12",
    "糖果及可可制品": "O15",
    "炒货食品及坚果制品": "F18",
    "豆类及其制品": "O17",
    "蜂产品": "F26",
    "冷冻饮品": "F10",
    "罐头": "F09",
    "乳制品": "F05",
    "特殊膳食食品": "F28",
    "食品添加剂": "F32",
    "餐饮食品": "F31",
    "保健食品": "F27",
}

# Printed beside categories, but they are stages, bodies of a report or words that fit several
KNOWINGLY_UNREAD = {
    "food": ["食品相关产品-->食品机械设备", "普通食品", "2019-07-02", "/", "", "合计", "国家局抽检项目"],
    "consumer_goods": ["其他", "生产领域", "流通领域", "35类产品"],
    "agri_input": ["其他", "生产环节", "经营环节", "使用环节", "净度", "农药样品"],
}


def code_of(domain: str, text: str) -> str | None:
    found = read_category(domain, text)
    return found.code if found else None


def test_the_34_categories_give_34_codes_in_order() -> None:
    assert [code_of("food", name) for name in NEW_34] == [f"F{n:02}" for n in range(1, 35)]
    assert code_of("food", "食盐") == "F35"
    assert code_of("food", "其他") == "F34"


@pytest.mark.parametrize(("name", "code"), OLD_25.items())
def test_the_25_categories_give_a_new_code_only_where_nothing_is_guessed(name: str, code: str) -> None:
    assert code_of("food", name) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("薯类及膨化食品", "F12"),
        ("薯类和膨化食品", "F12"),
        ("薯类与膨化食品", "F12"),
        ("茶叶及其制品", "F14"),
        ("茶叶及其相关制品", "F14"),
        ("  食用油,油脂及其制品　", "F02"),
        ("食用油，油脂与其制品", "F02"),
        ("食用\n农产品", "F33"),
        ("白酒", "F15"),
        ("果酒（发酵型）", "F15"),
        ("其他乳制品（炼乳、奶油、干酪、固态成型产品）", "F05"),
        ("食用盐", "F03"),
        ("小麦粉", "F01"),
        ("瓶(桶)装饮用水", "F06"),
        ("生鲜肉", "F33"),
        ("蔬菜", "F33"),
        ("水果", "F33"),
        ("茶叶", "F14"),
        ("畜禽产品", "F33"),
        ("水产品", "F33"),
        ("淀粉及淀粉制品-->淀粉制品", "F23"),
        ("淀粉及淀粉制品 --> 淀粉糖", "F23"),
        ("冷冻饮品-->雪糕", "F10"),
        ("食品添加剂-->食品添加剂", "F32"),
        ("豆及豆制品", "F25"),
        ("豆及豆制品-->非发酵豆制品", "F25"),
        ("豆及豆制品-->豆类", "F33"),  # raw beans only
        ("粮食及其制品-->小麦粉", "F01"),
    ],
)
def test_food_spellings(text: str, code: str) -> None:
    assert code_of("food", text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("日用及纺织品", "PC1"),
        ("电子电器", "PC2"),
        ("轻工", "PC3"),
        ("建筑和装饰装修材料", "PC4"),
        ("建筑与装饰装修材料", "PC4"),
        ("农业生产资料", "PC5"),
        ("机械及安防", "PC6"),
        ("电工及材料", "PC7"),
        ("食品相关产品", "PC8"),
        ("食品相关产品-->食品机械设备", "PC8"),
        ("童车", "PP001"),
        ("玩具", "PP010"),
        ("儿童服装", "PP014"),
        ("童装", "PP014"),
        ("学生文具", "PP016"),
        ("婴儿纸尿裤（片、垫）", "PP024"),
        ("电线电缆", "PP039"),
        ("电线、电缆", "PP039"),
        ("车用汽油", "PP041"),
        ("车用柴油", "PP043"),
        ("儿童用品", "PG1"),
        ("车用燃料", "PG2"),
    ],
)
def test_consumer_goods(text: str, code: str) -> None:
    assert code_of("consumer_goods", text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("肥料", "AF"),
        ("化肥", "AF"),
        ("复混肥料（含复合肥料）", "AF01"),
        ("农药", "AP"),
        ("杀虫剂", "AP01"),
        ("杀菌剂", "AP02"),
        ("除草剂", "AP03"),
        ("兽药", "AV"),
        ("化药", "AV02"),
        ("抗生素", "AV03"),
        ("中药", "AV04"),
        ("生物制品", "AV01"),
        ("饲料", "AD"),
        ("种子", "AS"),
        ("农用薄膜", "AM"),
        ("农膜", "AM"),
        ("地膜", "AM01"),
    ],
)
def test_agricultural_inputs(text: str, code: str) -> None:
    assert code_of("agri_input", text) == code


@pytest.mark.parametrize(("domain", "texts"), KNOWINGLY_UNREAD.items())
def test_knowingly_unread(domain: str, texts: list[str]) -> None:
    assert [text for text in texts if read_category(domain, text) is not None] == []


def test_every_category_is_read_by_its_own_name_or_by_its_new_one() -> None:
    for domain in DOMAINS:
        for each in categories(domain):
            found = read_category(domain, each.name)
            assert found is not None
            assert found == each or each.code.startswith("O")
            assert category(each.code) == each


def test_a_product_names_its_class() -> None:
    found = read_category("consumer_goods", "电线电缆")
    assert found is not None
    assert (found.level, found.parent, found.name_en) == ("product", "PC7", "Wires and cables")


def test_an_unknown_domain_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown domain"):
        read_category("toys", "玩具")
    with pytest.raises(ValueError, match="unknown domain"):
        categories("toys")


def test_a_published_table_of_34_categories_gives_34_codes() -> None:
    if not PUBLISHED.is_dir():
        pytest.skip(f"{PUBLISHED} is not here")
    with open(PUBLISHED / "food_34_categories_23852.tsv", encoding="utf-8", newline="") as file:
        names = [row["category"] for row in csv.DictReader(file, delimiter="\t") if row["category"] != "总计"]
    codes = [code_of("food", name) for name in names]
    assert len(names) == 34
    assert set(codes) == {f"F{n:02}" for n in range(1, 35)}


@given(st.sampled_from(DOMAINS), st.text(max_size=30))
def test_any_text_gives_a_category_of_its_domain_or_none(domain: str, text: str) -> None:
    found = read_category(domain, text)
    assert found is None or found.domain == domain
