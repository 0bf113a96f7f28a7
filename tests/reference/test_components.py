"""What an item that is a sum consists of: by its own name, by the table, or not known."""

import pytest

from qmon.reference.categories import DOMAINS
from qmon.reference.components import components_of, sums
from qmon.reference.items import items
from qmon.reference.tables import rows


@pytest.mark.parametrize(
    ("code", "name", "components"),
    [
        ("I049", "恩诺沙星（以恩诺沙星与环丙沙星之和计）", ("恩诺沙星", "环丙沙星")),
        ("I049", "恩诺沙星(以恩诺沙星+环丙沙星之和计)", ("恩诺沙星", "环丙沙星")),
        ("I049", "恩诺沙星", ()),
        ("I016", "克百威(以克百威及3-羟基克百威之和计)", ("克百威", "3-羟基克百威")),
        (None, "涕灭威（以涕灭威、涕灭威亚砜和涕灭威砜之和计）", ("涕灭威", "涕灭威亚砜", "涕灭威砜")),
        ("I189", "果糖和葡萄糖", ("果糖", "葡萄糖")),
        ("I037", "氯丹", ("顺式氯丹", "反式氯丹")),
        ("I065", "磺胺类（总量）", ()),  # no source prints which they are
        ("I002", "氯氟氰菊酯和高效氯氟氰菊酯", ()),  # one is part of the other
        ("I082", "铅（以Pb计）", ()),
        (None, "以总量之和计", ()),
    ],
)
def test_the_components_of_an_item(code: str | None, name: str, components: tuple[str, ...]) -> None:
    assert components_of(code, name) == components


def test_every_sum_of_the_table_is_a_known_item_with_two_components_or_more_and_its_source() -> None:
    known = {item.code: item.name for domain in DOMAINS for item in items(domain)}
    for row in rows("components"):
        assert known[row["item_code"]] == row["item"] and row["source"]
        assert len(set(sums()[row["item_code"]])) > 1
