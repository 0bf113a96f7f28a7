"""Rules on what a sample's number, its dates and its credit codes come to, each seen failing and passing at its boundary."""

import pytest

from qmon.judged.beside import credit_code_fits
from qmon.reference import sample_numbers
from tests.conftest import Office

FORM = "抽样单编号,检验目的,抽样环节,抽样日期,抽样地地市,网抽平台,网店名称,结论"
KNOWN = "SC25370000371230001"


def found(office: Office, code: str) -> list[str]:
    """The numbers of the samples on which a rule speaks."""
    return sorted(str(row["sample_id"]).split(":")[1] for row in office.history("finding") if row["code"] == code)


def numbered(number: str, day: str = "2025-03-05", place: str = "济南市", platform: str = "/") -> str:
    return f"{number},监督抽检,流通,{day},{place},{platform},{platform},纯抽检合格样品"


def test_s02_a_number_agrees_with_year_place_and_families(office: Office) -> None:
    office.form(
        numbered(KNOWN),
        numbered("XBJ25370102371230001"),
        numbered("DC25142400463230158", place="太原市"),  # abolished in 1999, still issued
        numbered("GC25000000371230002"),  # a central task names no place
        numbered("XBJ25370171371230003"),  # a development zone
        numbered("SC24370000371230004", "2025-01-15"),
        numbered("SC24370000371230005", "2025-01-16"),
        numbered("SC24370000371230006", "2024-12-31"),
        numbered("SC25370000371230007", "2024-12-31"),
        numbered("SC25379900371230008"),
        numbered("SC25320000371230009"),
        numbered("SC25320000371230010", platform="虚构平台"),
        numbered("SC2537000037123001"),
        numbered("GC1600373049", "2016-05-04"),
        numbered("GC1900373049", "2019-05-04"),
        heading=FORM,
    )
    office.take_in()
    assert found(office, "S02") == [
        "GC1900373049",
        "SC24370000371230005",
        "SC25320000371230009",
        "SC25370000371230007",
        "SC2537000037123001",
        "SC25379900371230008",
    ]


@pytest.mark.parametrize(("others", "said"), [(1, ["A1"]), (2, [])])
def test_s02_an_office_with_its_own_numbering_is_left_in_peace(office: Office, others: int, said: list[str]) -> None:
    office.form(numbered(KNOWN), *(numbered(f"A{n}") for n in range(1, others + 1)), heading=FORM)
    office.take_in()
    assert found(office, "S02") == said


def test_s02_is_asked_only_of_sources_that_have_national_numbers(office: Office) -> None:
    heading = "抽样编号,样品名称,标称生产企业名称,被抽样单位名称,检验结论,公告日期"
    rows = (f"{number},虚构蛋糕,虚构食品厂,示例超市,合格,2025-06-01" for number in (KNOWN.replace("SC25", "SC19"), "A1"))
    office.deliver("food_notice/a.csv", "\n".join((heading, *rows)))
    office.take_in()
    assert len(office.history("sample")) == 2
    assert found(office, "S02") == []


def test_every_family_takes_its_year_and_region_from_the_number() -> None:
    assert [one.name for one in sample_numbers.families()] == ["ragged", "nineteen", "twenty"]
    assert sample_numbers.provinces()["142400"] == "140000"
    assert "379900" not in sample_numbers.provinces()


def test_s04_twenty_working_days_from_arrival_to_report(office: Office) -> None:
    office.form(
        "SC1,流通,2025-03-03,2025-03-03,2025-03-31,纯抽检合格样品",  # 20 working days
        "SC2,流通,2025-03-03,2025-03-03,2025-04-01,纯抽检合格样品",  # 21
        "SC3,流通,2025-09-22,2025-09-22,2025-10-24,纯抽检合格样品",  # 20 with the holidays of October and their make-up days
        "SC4,流通,2025-09-22,2025-09-22,2025-10-27,纯抽检合格样品",
        "SC5,流通,2019-09-30,2019-09-30,2019-12-30,纯抽检合格样品",  # before the order
        "SC6,流通,2001-03-01,2001-03-01,2001-06-01,纯抽检合格样品",  # before the calendar
        heading="抽样单编号,抽样环节,抽样日期,样品到达日期,签发日期,结论",
    )
    office.take_in()
    assert found(office, "S04") == ["SC2", "SC4"]


@pytest.mark.parametrize(
    ("code", "fits"),
    [
        ("91110000600037341L", True),
        ("91110000600037341l", True),
        ("91110000600037341M", False),
        ("9111000060003734L", False),
        ("9I110000600037341L", False),
        ("370102200012345", None),
        ("9111000060*******L", None),
    ],
)
def test_a_credit_code_fits_by_length_characters_and_check_character(code: str, fits: bool | None) -> None:
    assert credit_code_fits(code) is fits


def test_s07_and_s08_speak_of_wrong_codes_and_of_places_of_registration(office: Office) -> None:
    heading = "抽样单编号,抽样环节,抽样日期,抽样地地市,网抽平台,网店名称,统一社会信用代码,结论"
    office.form(
        "SC1,流通,2025-03-05,北京市,/,/,91110000600037341L,纯抽检合格样品",
        "SC2,流通,2025-03-05,济南市,/,/,91110000600037341L,纯抽检合格样品",
        "SC3,流通,2025-03-05,济南市,虚构平台,虚构网店,91110000600037341L,纯抽检合格样品",
        "SC4,流通,2025-03-05,济南市,/,/,91110000600037341M,纯抽检合格样品",
        "SC5,流通,2025-03-05,济南市,/,/,370102200012345,纯抽检合格样品",
        "SC6,流通,2025-03-05,济南市,/,/,/,纯抽检合格样品",
        heading=heading,
    )
    office.take_in()
    assert (found(office, "S07"), found(office, "S08")) == (["SC4"], ["SC2"])
    assert [row["sampled_unit_credit_code"] for row in office.history("sample")].count(None) == 1


def test_s07_reads_the_makers_code_too(office: Office) -> None:
    heading = "抽样单编号,产品名称,抽样日期,生产企业名称,统一社会信用代码,检验项目,单项判定,综合判定"
    rows = (f"{n},虚构电线,2025-03-05,虚构线缆厂,91110000600037341{last},标识,合格,合格" for n, last in (("P1", "L"), ("P2", "M")))
    office.deliver("product_spot_check/a.csv", "\n".join((heading, *rows)))
    office.take_in()
    assert found(office, "S07") == ["P2"]
