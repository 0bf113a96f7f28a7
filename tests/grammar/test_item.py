"""Item names, with the limit and unit written into them."""

import pytest

from qmon.grammar import ReadItem, read_item


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("苯并[a]芘（≤10μg/kg）", ReadItem("苯并[a]芘", "≤10μg/kg")),
        ("苯并（a）芘（≤10μg/kg）", ReadItem("苯并[a]芘", "≤10μg/kg")),
        ("苯并［a］芘", ReadItem("苯并[a]芘")),
        ("苯并(a)芘", ReadItem("苯并[a]芘")),
        ("苯并[a]芘（10μg/kg）", ReadItem("苯并[a]芘", "10μg/kg")),
        ("菌落总数﹙CFU/g﹚", ReadItem("菌落总数", None, "CFU/g")),
        ("志贺氏菌（/50cm2）", ReadItem("志贺氏菌", None, "/50cm2")),
        ("镉（mg/kg）（≤0.5（mg/kg））", ReadItem("镉", "≤0.5(mg/kg)", "mg/kg")),
        ("镉(以Cd计)(mg/kg)（≤0.5）", ReadItem("镉(以Cd计)", "≤0.5", "mg/kg")),
        (
            "镉（以Cd计）（≤1.1mg/kg（脱水率按81%折算））",
            ReadItem("镉(以Cd计)", "≤1.1mg/kg(脱水率按81%折算)"),
        ),
        ("总砷(以As计)（6.3）", ReadItem("总砷(以As计)", "6.3")),
        ("(以Cd计\n)", ReadItem("(以Cd计)")),
        ("铅（以Pb计）", ReadItem("铅(以Pb计)")),
        ("单核细胞增生\n李斯特氏菌", ReadItem("单核细胞增生李斯特氏菌")),
        ("恩诺沙星（以恩诺沙星与环丙沙星之和计）", ReadItem("恩诺沙星(以恩诺沙星与环丙沙星之和计)")),
        ("砷(As)", ReadItem("砷(As)")),
        ("水分，%", ReadItem("水分", None, "%")),
        ("水分 %", ReadItem("水分", None, "%")),
        ("pH(20℃)", ReadItem("pH(20℃)")),
        ("(≤5)", ReadItem(None, "≤5")),
        ("3-氯-1,2-丙二醇", ReadItem("3-氯-1,2-丙二醇")),
        ("镉≤0.5mg/kg", ReadItem("镉", "≤0.5mg/kg")),
        ("多菌灵(", ReadItem("多菌灵")),
        ("N-二甲基亚硝胺（≤4.0μg/kg）", ReadItem("N-二甲基亚硝胺", "≤4.0μg/kg")),
        ("黄曲霉毒素B₁", ReadItem("黄曲霉毒素B₁")),
        ("/", ReadItem()),
        (None, ReadItem()),
    ],
)
def test_item_is_split(text: str | None, expected: ReadItem) -> None:
    assert read_item(text) == expected
