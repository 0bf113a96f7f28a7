"""What may not be compared, each reason by itself."""

import pytest

from qmon.indicators import indicators
from qmon.indicators.comparing import Side, refusals


def side(name: str = "food_pass_rate", strategies: str = "selective", designs: tuple[int, int] = (0, 0), **other: object) -> Side:
    return Side(indicators()[name].model_copy(update=other), strategies, designs)


def test_the_same_number_of_two_periods_is_compared() -> None:
    assert refusals(side(), side()) == ()


def test_two_populations_counted_alike_are_compared() -> None:
    assert refusals(side("feed_pass_rate"), side("fertiliser_pass_rate")) == ()


@pytest.mark.parametrize(
    ("now", "then", "reason"),
    [
        (side(), side(strategies="objective"), "抽样策略不同（选择性与随机）：问题导向的抽样与随机抽样的比率不可比"),
        (side(), side(strategies="objective+selective"), "抽样策略不同（选择性与随机＋选择性）：问题导向的抽样与随机抽样的比率不可比"),
        (
            side("consumer_batch_pass_rate"),
            side("consumer_firm_pass_rate"),
            "统计单位不同（批次与企业（标称生产企业））：比率的分母不是一回事",
        ),
        (side(), side(version="2", exclusions={}), "口径版本不同（第1版与第2版）：请按同一口径重算后再比"),
        (
            side("consumer_batch_pass_rate"),
            side("consumer_physical_pass_rate"),
            "口径不同（判为不合格的项目）：产品质量监督抽查批次合格率与产品质量监督抽查实物质量合格率的算法不同",
        ),
    ],
)
def test_each_reason_is_said_by_itself(now: Side, then: Side, reason: str) -> None:
    assert refusals(now, then) == (reason,)


def test_risk_monitoring_is_not_compared_with_supervision() -> None:
    reasons = refusals(side("food_risk_problem_rate"), side("food_problem_discovery_rate"))
    assert reasons[0] == "检验轨道不同（风险监测与监督抽检）：合格率与问题率不可比"


def test_a_period_over_a_change_of_design_is_compared_with_nothing() -> None:
    changes = {"2024-07": "品种由106增至133"}
    whole = Side(indicators()["agri_product_monitoring_pass_rate"].model_copy(update={"designs": changes}), "objective", (0, 1))
    assert refusals(whole, whole) == ("抽样设计不同（2024-07 起：品种由106增至133）：请用固定的品种和参数重算后再比",)
