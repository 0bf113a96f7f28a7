"""Derived item verdicts of a delivery: what stands beside the reported verdict, and what the sample's derived verdict makes of it."""

from collections.abc import Callable

import pytest

from tests.conftest import Office
from tests.curated.test_standing import SAMPLE, Known

Judge = Callable[..., Office]


@pytest.mark.parametrize(
    ("item", "verdict", "reason"),
    [
        ("SC1,铅(以Pb计),0.5,mg/kg,合格项,0.5,mg/kg,,", "conforming", None),
        ("SC1,铅(以Pb计),0.501,mg/kg,合格项,0.5,mg/kg,,", "nonconforming", None),
        ("SC1,铅(以Pb计),500.0,μg/kg,合格项,0.5,mg/kg,,", "conforming", None),
        ("SC1,铅(以Pb计),未检出,mg/kg,合格项,0.5,mg/kg,0.02,mg/kg", "conforming", None),
        ("SC1,铅(以Pb计),未检出,mg/kg,合格项,0.5,mg/kg,20,μg/kg", "conforming", None),
        ("SC1,铅(以Pb计),未检出,mg/kg,合格项,0.5,mg/kg,0.6,mg/kg", None, "lod_over_limit"),
        ("SC1,铅(以Pb计),0.6,mg/kg,问题项,0.5,mg/kg,,", "problem", None),
        ("SC1,铅(以Pb计),0.4,mg/kg,不判定项,0.5,mg/kg,,", "not_judged", None),
        ("SC1,标签,合格,/,合格项,/,/,,", None, "no_limit"),
        ("SC1,铅(以Pb计),1.4,mg/kg,不合格项,≤1.1mg/kg（脱水率按81%折算）,/,,", None, "basis"),
        ("SC1,铝的残留量（干样品，以Al计）,201,mg/kg,不合格项,≤200mg/kg（干样品，以Al计）,/,,", "nonconforming", None),
        ('SC1,菌落总数,"10；20；101；0；0",CFU/g,合格项,"n=5,c=2,m=10,M=100CFU/g",/,,', "nonconforming", None),
    ],
)
def test_a_verdict_of_an_item_is_derived_or_has_its_reason(judge_one: Judge, item: str, verdict: str | None, reason: str | None) -> None:
    (result,) = judge_one(items=[item]).history("result")
    assert (result["item_verdict_derived"], result["item_verdict_reason"]) == (verdict, reason)


def test_the_condition_of_a_limit_is_kept(judge_one: Judge) -> None:
    (result,) = judge_one(items=["SC1,镉,1.4,mg/kg,不合格项,≤1.1mg/kg（脱水率按81%折算）,/,,"]).history("result")
    assert result["limit_basis"] == "脱水率按81%折算"


HEADING = "抽样单编号,检验项目,检验结果,结果单位,结果判定,最小允许限,最大允许限,允许限单位"


@pytest.mark.parametrize(
    ("item", "reported", "derived"),
    [
        ("SC1,蛋白质,2.28,g/100g,合格项,2.5,/,g/100g", "conforming", "nonconforming"),  # a minimum alone
        ("SC1,铅,0.6,mg/kg,合格项,/,0.5,mg/kg", "conforming", "nonconforming"),
        ("SC1,铅,0.4,mg/kg,不合格项,/,0.5,mg/kg", "conforming", "conforming"),
        ("SC1,铅,未检出,mg/kg,不合格项,/,0.5,mg/kg", "conforming", "nonconforming"),  # not derivable: as reported
        ("SC1,铅,0.6,mg/kg,未检验,/,0.5,mg/kg", "conforming", "not_tested"),
        ("SC1,铅,0.6,mg/kg,作废,/,0.5,mg/kg", "conforming", "not_tested"),
    ],
)
def test_the_sample_is_concluded_from_derived_verdicts_else_from_reported_ones(
    office: Office, item: str, reported: str, derived: str
) -> None:
    office.form(SAMPLE)
    office.items(item, heading=HEADING)
    office.take_in()
    known = Known(office)
    assert known.ask("SELECT verdict_reported, verdict_derived FROM sample_current") == [(reported, derived)]
    said = {code for code in known.codes() if code == "V01"}
    assert said == ({"V01"} if derived == "nonconforming" else set())
    known.connection.close()
