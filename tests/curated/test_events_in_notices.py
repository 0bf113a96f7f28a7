"""What notices themselves say of re-inspections and of counterfeits."""

import pytest

from tests.curated.desk import Desk

HEADING = "序号,标称生产企业名称,被抽样单位名称,食品名称,规格型号,生产日期/批号,不合格项目║检验结果║标准值,公告号,公告日期,备注"
ROW = "1,虚构禽业有限公司,虚构超市,虚构鸡蛋,散装,2022-01-05,{item},2022年第3期,2022-02-18,{remark}"
ITEM = "恩诺沙星║231μg/kg║≤100μg/kg"


def announce(desk: Desk, item: str = ITEM, remark: str = "") -> None:
    desk.deliver("food_notice/不合格.csv", "\n".join((HEADING, ROW.format(item=item, remark=remark))) + "\n")
    desk.night()


@pytest.mark.parametrize(
    ("remark", "counterfeit"),
    [
        ("经山东省市场监管局核实，该产品并非来自虚构禽业有限公司。", True),
        ("经虚构市市场监督管理局核查，上述产品非虚构禽业有限公司生产", True),
        ("标称生产企业否认生产该批次产品，经核实确为该企业生产", False),
        ("企业对产品真实性提出异议，正在核查", False),
        ("", False),
    ],
)
def test_a_remark_that_an_desk_found_the_maker_to_be_another(desk: Desk, remark: str, counterfeit: bool) -> None:
    announce(desk, remark=remark)
    assert desk.ask("SELECT counterfeit, verdict_reported FROM sample_current") == [(counterfeit, "nonconforming")]
    assert desk.ask("SELECT event_kind, takes_effect FROM event_history") == ([("counterfeit", True)] if counterfeit else [])


def test_a_first_test_beside_its_re_test_is_an_event_that_the_verdict_knows_already(desk: Desk) -> None:
    announce(desk, item="恩诺沙星║初检结果：231μg/kg；复检结果：236μg/kg║≤100μg/kg")
    assert desk.ask("SELECT event_kind, item_verdict, takes_effect, no_effect_reason FROM event_history") == [
        ("re_inspection", "nonconforming", False, "stated_in_report")
    ]
    assert desk.ask("SELECT verdict_reported FROM sample_current") == [("nonconforming",)]
