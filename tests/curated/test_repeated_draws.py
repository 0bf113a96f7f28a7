"""Samples beyond the quotas of a quarter (S09), and products that an office draws again within six months (S16)."""

import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from qmon.curated import knowledge
from qmon.dictionary import dictionary
from qmon.sql import read_sql
from tests.curated.desk import Desk

FOOD: dict[str, Any] = {
    "source": "food_sampling_system", "domain": "food", "inspection_type": "supervision", "stage": "circulation",
    "category_code": "F24", "product": "虚构蛋糕", "producer_name": "虚构食品厂", "sampled_unit_name": "示例超市",
    "sampled_region": "370100",
}  # fmt: skip
CABLE: dict[str, Any] = {
    "source": "product_spot_check", "domain": "consumer_goods", "inspection_type": "supervision", "issuing_office": "示例市监局",
    "product": "虚构电线", "producer_name": "虚构线缆厂", "specification": "BV 2.5", "brand": "虚构牌",
    "sampled_on": datetime.date(2025, 1, 10),
}  # fmt: skip


def beyond(rows: list[dict[str, Any]], column: str) -> list[str]:
    """The samples (named by their place, from 01) for which `column` is true."""
    table = pa.Table.from_pylist(
        [{"sample_id": f"{n:02}", "sampled_on": datetime.date(2025, 3, 5)} | row for n, row in enumerate(rows, 1)],
        dictionary().arrow_schema("sample"),
    )
    with duckdb.connect() as connection:
        connection.register("known", table)
        here = Path(knowledge.__file__).parent
        query = read_sql(here / "repeated_draws.sql", drawn=f"({read_sql(here / 'drawn.sql', current='FROM known')})")
        return [str(one) for (one,) in connection.execute(f"SELECT sample_id FROM ({query}) WHERE {column} ORDER BY ALL").fetchall()]


def of_makers(n: int) -> list[dict[str, Any]]:
    return [FOOD | {"producer_name": f"虚构食品厂{number}"} for number in range(n)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (of_makers(10), []),
        (of_makers(12), ["11"]),
        ([row | {"stage": "catering"} for row in of_makers(12)], []),
        ([row | {"inspection_type": "risk_monitoring"} for row in of_makers(12)], []),
        ([row | {"sampled_unit_name": "示例某超市"} for row in of_makers(12)], []),
        ([row | {"strategy": "suspect"} for row in of_makers(12)], []),
        ([*of_makers(10), FOOD | {"sampled_on": datetime.date(2025, 4, 1)}], []),
        ([*of_makers(10), FOOD | {"void_reason": "拒检"}], []),
        ([*of_makers(10), FOOD | {"sampled_region": "370200"}], []),
    ],
)
def test_s09_ten_samples_of_a_shop_and_quarter_and_the_group_is_said_once(rows: list[dict[str, Any]], found: list[str]) -> None:
    assert beyond(rows, "beyond_shop_quota") == found


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([FOOD] * 3, []),
        ([FOOD] * 5, ["04"]),
        ([FOOD | {"producer_name": "虚构*食品厂"}] * 5, []),
        ([FOOD | {"producer_name": "自制"}] * 5, []),
        ([*[FOOD] * 3, FOOD | {"category_code": "F01"}], []),
    ],
)
def test_s09_three_samples_of_a_maker_category_and_quarter(rows: list[dict[str, Any]], found: list[str]) -> None:
    assert beyond(rows, "beyond_maker_quota") == found


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ({}, ["02"]),
        ({"produced_on": datetime.date(2025, 1, 2)}, []),
        ({"produced_on": None}, []),
        ({"product": "虚构面包"}, []),
        ({"sampled_on": datetime.date(2025, 4, 1)}, []),
    ],
)
def test_s09_one_day_of_production_of_a_product_is_drawn_once_a_quarter(second: dict[str, Any], found: list[str]) -> None:
    first = FOOD | {"produced_on": datetime.date(2025, 1, 1)}
    assert beyond([first, first | second], "batch_again") == found


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ({"sampled_on": datetime.date(2025, 7, 9)}, ["02"]),
        ({"sampled_on": datetime.date(2025, 7, 10)}, []),
        ({"issuing_office": "另一市监局"}, []),
        ({"issuing_office": None}, []),
        ({"specification": "BV 4"}, []),
        ({"brand": "另一牌"}, []),
        ({"campaign": "跟踪抽查"}, []),
        ({"domain": "food"}, []),
    ],
)
def test_s16_an_office_draws_a_product_once_in_six_months(second: dict[str, Any], found: list[str]) -> None:
    assert beyond([CABLE, CABLE | second], "drawn_again") == found


def test_s16_a_national_task_is_of_one_office() -> None:
    assert beyond([CABLE | {"task_level": "national", "issuing_office": None}] * 2, "drawn_again") == ["02"]


def test_s09_and_s16_are_findings_that_change_no_number(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    sample = "SC{},监督抽检,流通,糕点,虚构蛋糕,2025-12-05,虚构食品厂,示例超市,纯抽检合格样品"
    heading = "抽样单编号,检验目的,抽样环节,食品大类,样品名称,抽样日期,生产企业名称,被抽样单位名称,结论"
    desk.form(*(sample.format(n) for n in range(1, 5)), heading=heading)
    product = "P{},虚构电线,BV,2025-12-0{},虚构线缆厂,示例市监局,标识,合格,合格"
    rows = (product.format(n, n) for n in (1, 2))
    headings = "抽样单编号,产品名称,规格型号,抽样日期,生产企业名称,组织抽查单位,检验项目,单项判定,综合判定"
    desk.deliver("product_spot_check/a.csv", "\n".join((headings, *rows)))
    desk.night()
    try:
        said = desk.ask("SELECT code, severity, acts_on, found_text, sample_id FROM finding WHERE code IN ('S09', 'S16') ORDER BY ALL")
        assert said == [
            ("S09", "warning", "none", "虚构食品厂", "food_sampling_system:SC4"),
            ("S16", "info", "none", "虚构电线", "product_spot_check:P2"),
        ]
        assert desk.ask("SELECT count(*) FROM sample_current WHERE held OR verdict_reported <> 'conforming'") == [(0,)]
    finally:
        desk.close()
