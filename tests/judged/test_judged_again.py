"""Items whose verdict does not follow from their own row: sums of components, and limits that a standard compares by rounded values."""

import dataclasses
from collections.abc import Callable
from decimal import Decimal

import pytest

from qmon.reference import limits
from tests.conftest import Office

Judge = Callable[..., Office]
SUM = "恩诺沙星（以恩诺沙星与环丙沙星之和计）"


def verdicts(office: Office) -> dict[str, tuple[str | None, str | None, bool]]:
    rows = office.history("result")
    return {row["item_name"]: (row["item_verdict_derived"], row["item_verdict_reason"], row["near_limit"]) for row in rows}


def components(first: str, second: str, result: str = "/", limit: str = "≤100μg/kg") -> list[str]:
    return [
        f"SC1,{SUM},{result},μg/kg,合格项,{limit},/,,",
        f"SC1,恩诺沙星,{first},μg/kg,合格项,{limit},/,,",
        f"SC1,环丙沙星,{second},μg/kg,合格项,/,/,,",
        "SC1,铅(以Pb计),0.6,mg/kg,合格项,0.5,mg/kg,,",
    ]


@pytest.mark.parametrize(
    ("first", "second", "of_sum"),
    [
        ("60", "40", ("conforming", None, True)),
        ("60", "40.1", ("nonconforming", None, False)),
        ("60", "/", (None, "component_missing", False)),
        ("120", "/", ("nonconforming", None, False)),
    ],
)
def test_a_sum_without_a_result_is_judged_by_its_components_and_they_are_not(
    judge_one: Judge, first: str, second: str, of_sum: tuple[str | None, str | None, bool]
) -> None:
    found = verdicts(judge_one(items=components(first, second)))
    assert found == {
        "恩诺沙星(以恩诺沙星与环丙沙星之和计)": of_sum,
        "恩诺沙星": (None, "component", False),
        "环丙沙星": (None, "no_result" if second == "/" else "no_limit", False),
        "铅(以Pb计)": ("nonconforming", None, False),
    }


def test_the_result_of_a_sum_counts_before_its_components(judge_one: Judge) -> None:
    found = verdicts(judge_one(items=components("60", "50", result="90")))
    assert found["恩诺沙星(以恩诺沙星与环丙沙星之和计)"] == ("conforming", None, False)
    assert found["恩诺沙星"] == ("conforming", None, False)


def test_a_component_with_a_limit_of_its_own_is_judged_against_it(judge_one: Judge) -> None:
    items = components("60", "40")
    items[2] = "SC1,环丙沙星,40,μg/kg,合格项,≤50μg/kg,/,,"
    assert verdicts(judge_one(items=items))["环丙沙星"] == ("conforming", None, False)


def test_a_sum_without_components_has_no_result(judge_one: Judge) -> None:
    (found,) = verdicts(judge_one(items=components("60", "40")[:1])).values()
    assert found == (None, "no_result", False)


def test_a_component_that_stands_twice_is_not_added(judge_one: Judge) -> None:
    found = verdicts(judge_one(items=[*components("60", "20"), "SC1,环丙沙星,30,μg/kg,合格项,/,/,,"]))
    assert found["恩诺沙星(以恩诺沙星与环丙沙星之和计)"] == (None, "component_missing", False)


NOTICE = "产品/Product,产品分类/Product Category,生产日期/通报编号/Reference,生产企业/Subject,不合格项（标准值）/Substance/Hazard,"
NOTICE += "标准值,检验结果/Analytical Result,单位/Unit,发布单位/Notification from,发布日期/Date of case"
TIES = [
    ("总酸", "≥3.5g/100mL", "3.45", ("nonconforming", None, False)),  # the tie goes to the even digit, 3.4
    ("总酸", "≥3.5g/100mL", "3.46", ("conforming", None, True)),
    ("总酸", "≥3.5g/100mL", "3.55", ("conforming", None, False)),  # to 3.6
    ("总酸", "≥3.6g/100mL", "3.56", ("nonconforming", None, True)),  # another limit than that of the standard: full values
    ("糖精钠", "≤0.4g/kg", "0.45", ("conforming", None, True)),  # to 0.4
    ("糖精钠", "≤0.4g/kg", "0.451", ("nonconforming", None, False)),  # to 0.5
]


def test_a_limit_is_compared_as_its_standard_says(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """No source names a standard that compares rounded values: two limits of 食醋 stand in for one."""
    (acid,) = [one for one in limits.limits() if one.item_code == "I177" and "食醋" in one.products]
    acid = dataclasses.replace(acid, low=Decimal("3.5"), comparison="rounded")
    sweet = dataclasses.replace(acid, item_code="I094", operator="<=", low=None, high=Decimal("0.4"), unit="g/kg")
    monkeypatch.setattr(limits, "limits", lambda: (acid, sweet))
    monkeypatch.setattr(limits, "_by_item", lambda: {one.item_code: (one,) for one in (acid, sweet)})
    rows = [
        f"食醋,调味品,2021-01-0{number},虚构食品厂,{item},{limit},{value},{limit.lstrip('≥≤0123456789.')},虚构市场监督管理局,2021-06-21"
        for number, (item, limit, value, _) in enumerate(TIES, start=1)
    ]
    office.deliver("food_notice_export/notice.csv", "\n".join((NOTICE, *rows)) + "\n")
    office.take_in()
    found = {
        row["value_text"]: (row["item_verdict_derived"], row["item_verdict_reason"], row["near_limit"]) for row in office.history("result")
    }
    assert found == {value: verdict for _, _, value, verdict in TIES}
