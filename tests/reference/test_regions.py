"""Places: names, office names, validity and the back-cast of Laiwu into Jinan."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmon.reference.region_names import short_name
from qmon.reference.region_table import today_of
from qmon.reference.regions import (
    is_valid_on,
    known_regions,
    office_level,
    prefecture_of,
    prefectures_on,
    province_of,
    read_office_region,
    read_region,
    region_name,
)

BEFORE, AFTER = date(2018, 12, 31), date(2019, 1, 9)


def test_shandong_has_17_prefectures_before_the_merger_and_16_from_its_day_on() -> None:
    before, after = prefectures_on("370000", BEFORE), prefectures_on("370000", AFTER)
    assert len(before) == 17 and len(after) == 16
    assert set(before) - set(after) == {"371200"}
    assert prefectures_on("370000", date(2019, 1, 8)) == before


@pytest.mark.parametrize(("code", "until"), [("371200", True), ("371202", True), ("371203", True)])
def test_laiwu_ends_and_its_districts_of_jinan_begin_on_the_day_announced(code: str, until: bool) -> None:
    assert is_valid_on(code, date(2019, 1, 8)) is until
    assert is_valid_on(code, AFTER) is not until
    for new in ("370116", "370117"):
        assert not is_valid_on(new, date(2019, 1, 8))
        assert is_valid_on(new, AFTER)


@pytest.mark.parametrize(
    ("code", "prefecture"),
    [
        ("371200", "370100"),
        ("371202", "370100"),
        ("371203", "370100"),
        ("370116", "370100"),
        ("370102", "370100"),
        ("370000", "370000"),
        ("142400", "140700"),
        ("372300", "371600"),  # two names under one code, then a new code
        ("371081", "371000"),  # divided, but inside one prefecture
        ("110105", "110000"),  # run directly by the province
        ("110100", "110000"),  # an aggregate is no prefecture
        ("419001", "410000"),
        ("510200", "500000"),  # Chongqing, once a prefecture of Sichuan
        ("372100", None),  # divided between Yantai and Qingdao
        ("999999", None),
        ("", None),
    ],
)
def test_prefecture_under_todays_boundaries(code: str, prefecture: str | None) -> None:
    assert prefecture_of(code) == prefecture


def test_the_successors_of_laiwu() -> None:
    assert today_of("371202") == {"370116"} and today_of("371203") == {"370117"}
    assert today_of("371200") == {"370100"}


def test_province_and_name() -> None:
    assert province_of("371203") == "370000"
    assert province_of("372100") == "370000"  # divided, yet all of it in Shandong
    assert province_of("999999") is None
    assert region_name("371200") == "莱芜市"
    assert region_name("371324") == "兰陵县"
    with pytest.raises(KeyError):
        region_name("999999")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("山东省济南市历下区", "370102"),
        ("山东省 济南市 历下区", "370102"),
        ("山东省/济南市/历下区", "370102"),
        ("山东济南历下区", "370102"),
        ("山东省历下区", "370102"),
        ("济南市", "370100"),
        ("济南", "370100"),
        (" 山东　", "370000"),
        ("370102", "370102"),
        ("３７０１０２", "370102"),
        ("142400", "142400"),
        ("莱芜市", "371200"),
        ("莱芜市钢城区", "371203"),
        ("济南市钢城区", "370117"),
        ("钢城区", "370117"),  # both codes are one place: the one in force
        ("滨州市", "371600"),  # also the name of an old county
        ("济宁市中区", "370802"),
        ("苍山县", "371324"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("内蒙古呼和浩特市", "150100"),
        ("新疆", "650000"),
        ("延边", "222400"),
        ("北京市北京市朝阳区", "110105"),
        ("北京市市辖区朝阳区", "110105"),
        ("河南省省直辖县级行政区划济源市", "419001"),
        ("南京市鼓楼区", "320106"),
        ("鼓楼区", None),
        ("山东省市中区", None),  # Jinan, Zaozhuang, once Jining
        ("999999", None),
        ("全国", None),
        ("/", None),
        ("", None),
        ("中石化临沂", None),
    ],
)
def test_names_of_places(text: str, code: str | None) -> None:
    assert read_region(text) == code


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("鼓楼区", "320100", "320106"),
        ("鼓楼区", "350000", "350102"),
        ("市中区", "370400", "370402"),
        ("历下", "370100", "370102"),
        ("钢城区", "371200", "371203"),
        ("钢城区", "370100", "370117"),
        ("历下区", "320000", None),
        ("370102", "370100", "370102"),
        ("370102", "370200", None),
    ],
)
def test_a_parent_disambiguates(text: str, within: str, code: str | None) -> None:
    assert read_region(text, within) == code


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        ("国内监督抽查(山东市场监管局)", "370000", "provincial"),
        ("国内监督抽查（山东市场监管局）", "370000", "provincial"),
        ("山西省食药监局", "140000", "provincial"),
        ("深圳市食药监局", "440300", "prefecture"),
        ("江苏市场监管局", "320000", "provincial"),
        ("新疆维吾尔自治区市场监督管理局", "650000", "provincial"),
        ("国内监督抽查(天津市市场监管委员会)", "120000", "provincial"),
        ("国内监督抽查(吉林市场监管厅)", "220000", "provincial"),
        ("吉林市市场监管局", "220200", "prefecture"),
        ("内蒙古质监局", "150000", "provincial"),
        ("黑龙江省农委", "230000", "provincial"),
        ("重庆市农药检定所", "500000", "provincial"),
        ("临沂市工商局", "371300", "prefecture"),
        ("滕州市市场监督管理局", "370481", "county"),
        ("济南市历下区市场监管局", "370102", "county"),
        ("山东省(德州德城区转载)", "370000", "provincial"),
        ("广东", "440000", "provincial"),
        ("国家市场监管总局", None, "national"),
        ("国内监督抽查(国家市场监管总局)", None, "national"),
        ("市场监管总局", None, "national"),
        ("原国家食药总局", None, "national"),
        ("质检总局/市场监管总局", None, "national"),
        ("农业农村部", None, "national"),
        ("农业部办公厅", None, "national"),
        ("省食药监局", None, "provincial"),
        ("市市场监管局", None, "prefecture"),
        ("鼓楼区市场监管局", None, "county"),  # which of four does not show
        ("某某有限公司", None, None),
        ("", None, None),
    ],
)
def test_office_names(text: str, code: str | None, level: str | None) -> None:
    assert read_office_region(text) == code
    assert office_level(text) == level


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("湘西土家族苗族自治州", "湘西"),
        ("香港特别行政区", "香港"),
        ("莘县", "莘县"),
        ("晋中地区", "晋中"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_every_place_of_shandong_in_force_is_read_by_its_full_path() -> None:
    for region in known_regions():
        if region.valid_to is None and region.code.startswith("37") and region.level == "county":
            assert region.parent is not None
            path = "山东省" + region_name(region.parent) + region.name
            assert read_region(path) == region.code, path


@given(st.text(max_size=30))
def test_any_text_gives_a_known_code_or_none(text: str) -> None:
    for code in (read_region(text), read_office_region(text)):
        assert code is None or region_name(code)
    assert office_level(text) in {None, "national", "provincial", "prefecture", "county"}
