"""Rules on cells that were masked or copied before they were delivered, seen failing and passing at their boundary."""

from collections.abc import Callable

import pytest

from tests.conftest import Office
from tests.judged.test_rules import SAMPLE

Judge = Callable[..., Office]


@pytest.mark.parametrize(("name", "found"), [("虚构食品厂", []), ("虚*食品厂", ["S11"]), ("虚构市某食品厂", ["S11"]), ("/", [])])
def test_s11_a_masked_producer_is_said(judge_one: Judge, name: str, found: list[str]) -> None:
    assert judge_one(form=[SAMPLE.replace("虚构食品厂", name)]).codes() == found


@pytest.mark.parametrize(
    ("value", "limit", "found"),
    [
        ("7.5×10⁴,1.3×10⁵,9.2×10⁴,5.0×10⁴", "7.5×10⁴CFU/g", ["I02", "I08"]),
        ("31mg/kg", "3mg/kg", []),
        ("3mg/kg", "3mg/kg", ["I08"]),
        ("3mg/kg", "≤3mg/kg", ["I03", "I09"]),
    ],
)
def test_i08_a_limit_that_repeats_the_result(office: Office, value: str, limit: str, found: list[str]) -> None:
    heading = "物料名称,产品分类,生产商,供应商,检测项目,检测结果,限量值,判定,发布单位,发布日期"
    office.deliver(
        "food_notice_export/a.csv",
        f'{heading}\n虚构雪糕,冷冻饮品,虚构厂,虚构店,菌落总数,"{value}",{limit},不合格,济南市市场监督管理局,2024-05-06\n',
    )
    office.take_in()
    assert [code for code in office.codes() if code[0] == "I"] == found
