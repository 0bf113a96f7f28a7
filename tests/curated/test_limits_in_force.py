"""Rule I04: a delivered limit beside that of the cited standard which was in force for the item, the product and the day."""

import datetime

import pytest

from tests.conftest import Office
from tests.curated.test_standing import Known, decide

FORM = "抽样单编号,检验目的,抽样环节,食品大类,样品名称,生产日期,抽样日期,结论"
ITEM = "抽样单编号,检验项目,检验结果,结果单位,结果判定,判定依据,标准值"
BREAD = "SC1,监督抽检,流通,糕点,面包,2025-02-07,2025-03-05,纯抽检合格样品"
DEHYDROACETIC = "SC1,脱氢乙酸及其钠盐(以脱氢乙酸计),未检出,g/kg,合格项,GB 2760-2014,≤0.5g/kg"


@pytest.mark.parametrize(
    ("form", "item", "found"),
    [
        (BREAD, DEHYDROACETIC, False),
        (BREAD, DEHYDROACETIC.replace("≤0.5g/kg", "≤500mg/kg"), False),
        (BREAD, DEHYDROACETIC.replace("≤0.5g/kg", "≤0.6g/kg"), True),
        (BREAD, DEHYDROACETIC.replace("≤0.5g/kg", "不得使用"), True),
        (BREAD.replace("2025-02-07", "2025-02-08"), DEHYDROACETIC, True),  # the edition of 2024 permits none
        (BREAD.replace("2025-02-07", "2025-02-08"), DEHYDROACETIC.replace("≤0.5g/kg", "不得使用"), False),
        (BREAD.replace("2025-02-07", "/"), DEHYDROACETIC, True),  # then by the day of sampling
        (BREAD.replace("面包", "虚构面包"), DEHYDROACETIC.replace("≤0.5g/kg", "≤0.6g/kg"), False),  # scope not certain
        (BREAD, DEHYDROACETIC.replace("GB 2760-2014", "/").replace("≤0.5g/kg", "≤0.6g/kg"), False),  # no standard cited
        (BREAD, DEHYDROACETIC.replace("GB 2760-2014", "Q/XG 1-2020").replace("≤0.5g/kg", "≤0.6g/kg"), False),
        # the table has ≤1.0g/kg from notices that print no standard: it was assigned, and proves nothing wrong
        (BREAD.replace("面包", "酱油"), "SC1,苯甲酸及其钠盐(以苯甲酸计),未检出,g/kg,合格项,GB 2760-2014,≤0.6g/kg", False),
    ],
)
def test_i04_a_limit_other_than_that_in_force(office: Office, form: str, item: str, found: bool) -> None:
    office.form(form, heading=FORM)
    office.items(item, heading=ITEM)
    office.take_in()
    known = Known(office)
    assert ("I04" in known.codes()) == found
    if found:
        assert known.ask("SELECT row_no, column_name, sample_id, acts_on FROM finding WHERE code = 'I04'") == [
            (2, "limit_text", "food_sampling_system:SC1", "none")
        ]
    known.connection.close()


def test_a_sample_void_by_decision_on_its_limit_stays_void_when_the_limit_is_mended(office: Office) -> None:
    office.form(BREAD, heading=FORM)
    office.items(DEHYDROACETIC.replace("≤0.5g/kg", "≤0.6g/kg"), heading=ITEM)
    office.take_in()
    known = Known(office)
    ((number,),) = known.ask("SELECT finding_id FROM finding WHERE code = 'I04'")
    decided_on = office.now.date() + datetime.timedelta(days=2)  # the morning after, in Shanghai
    for step in (lambda: decide(office, number, "作废"), lambda: office.items(DEHYDROACETIC, heading=ITEM)):
        known.connection.close()
        office.now += datetime.timedelta(days=1)
        step()
        office.take_in()
        known = Known(office)
        assert known.ask(f"SELECT verdict_reported FROM sample_as_of(DATE '{decided_on}', NULL)") == [("void",)]
    assert {"I04", "A02"} & set(known.codes()) == set()
    known.connection.close()
