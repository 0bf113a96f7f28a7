"""Rules on item verdicts, on the results of a plan and on results at the limit, seen failing and passing at their boundary."""

from collections.abc import Callable

import pytest

from tests.conftest import Office

Judge = Callable[..., Office]


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("SC1,铅(以Pb计),0.3,mg/kg,不合格项,0.5,mg/kg,,", ["I03"]),
        ("SC1,铅(以Pb计),0.7,mg/kg,不合格项,0.5,mg/kg,,", []),
        ("SC1,铅(以Pb计),0.7,mg/kg,合格项,0.5,mg/kg,,", ["I03"]),
        ("SC1,铅(以Pb计),700,μg/kg,合格项,0.5,mg/kg,,", ["I03"]),
        ("SC1,铅(以Pb计),0.3,mg/kg,合格项,0.5,mg/kg,,", []),
        ("SC1,铅(以Pb计),0.3,mg/kg,问题项,0.5,mg/kg,,", ["I03"]),
        ("SC1,铅(以Pb计),0.7,mg/kg,问题项,0.5,mg/kg,,", []),
        ("SC1,铅(以Pb计),0.7,mg/kg,不判定项,0.5,mg/kg,,", ["I03"]),
        ("SC1,铅(以Pb计),0.3,mg/kg,不判定项,0.5,mg/kg,,", []),
        ("SC1,铅(以Pb计),0.7,mg/L,合格项,0.5,mg/kg,,", []),  # not derivable
        ("SC1,铅(以Pb计),0.7,mg/kg,作废,0.5,mg/kg,,", []),
    ],
)
def test_i03_a_verdict_that_its_result_does_not_bear_out(judge_one: Judge, item: str, found: list[str]) -> None:
    office = judge_one(items=[item])
    assert office.codes() == found
    assert [row["acts_on"] for row in office.history("finding")] == ["none"] * len(found)


PLAN = '"n=5,c=2,m=1000,M=10000CFU/g",/,,'


@pytest.mark.parametrize(
    ("value", "limit", "found"),
    [
        ("120；130；90；80；70", PLAN, []),
        ("120；130；90；80", PLAN, ["I06"]),
        ("120；130；90；80；70；60", PLAN, ["I06"]),
        ("130", PLAN, ["I06"]),
        ("合格", PLAN, ["I06"]),
        ("130", '"n=1,c=0,m=1000CFU/g",/,,', []),
        ("合格", "/,/,,", []),
    ],
)
def test_i06_a_plan_has_each_of_its_results(judge_one: Judge, value: str, limit: str, found: list[str]) -> None:
    assert judge_one(items=[f"SC1,菌落总数,{value},CFU/g,合格项,{limit}"]).codes() == found


@pytest.mark.parametrize(
    ("value", "limit", "found"),
    [
        ("0.5", "0.5", ["I09"]),
        ("0.500", "0.5", ["I09"]),
        ("0.499", "0.5", []),
        ("0.501", "0.5", ["I03", "I09"]),  # 0.5 when rounded
        ("0.549", "0.5", ["I03", "I09"]),
        ("0.55", "0.5", ["I03"]),  # the tie goes to 0.6
        ("0.65", "0.6", ["I03", "I09"]),  # the tie goes to 0.6
        ("0.651", "0.6", ["I03"]),
        ("0.51", "0.50", ["I03"]),
        ("9.5", "＜10mg/kg", ["I09"]),  # 10 when rounded
        ("9.4", "＜10mg/kg", []),
        ("未检出", "0.5", []),
        ("0", "不得检出", []),
    ],
)
def test_i09_a_result_at_the_limit_is_listed_for_a_person(judge_one: Judge, value: str, limit: str, found: list[str]) -> None:
    lod = "0.5,mg/kg" if value == "未检出" else ","
    assert judge_one(items=[f"SC1,铅(以Pb计),{value},mg/kg,合格项,{limit},mg/kg,{lod}"]).codes() == found
