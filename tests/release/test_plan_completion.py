"""How much of a plan is done: a void sample completes nothing, and a plan that nobody drew for is there with 0."""

from tests.conftest import FORM, Office

SAMPLE = "SC{n},监督抽检,省抽,流通,糕点,虚构蛋糕{n},2025-03-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,,甲计划,{void}"


def test_a_plan_is_held_against_what_was_drawn(office: Office) -> None:
    heading = FORM + ",计划名称,作废原因"
    office.form(*(SAMPLE.format(n=n, void="备样破损" if n == 3 else "") for n in range(4)), heading=heading)
    office.deliver("sampling_plan/plan.csv", "计划名称,年份,计划批次\n甲计划,2025,6\n甲计划,2025,4\n乙计划,2025,5\n丙计划,2025,0")
    assert office.night().exit_code == 0
    columns = "plan, planned_n, drawn_n, void_n, concluded_n, completion"
    assert office.ask(f"SELECT {columns} FROM plan_completion ORDER BY completion DESC NULLS LAST") == [
        ("甲计划", 10, 4, 1, 3, 0.3),
        ("乙计划", 5, 0, 0, 0, 0.0),
        ("丙计划", 0, 0, 0, 0, None),
    ]
