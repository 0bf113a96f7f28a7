"""Reads the name of an office: the place it is responsible for and its level."""

import re
from functools import lru_cache

from qmon.reference.region_names import normal_name, read_region
from qmon.reference.region_table import region_of

# What an office's name goes on with behind its place; without it 吉林市场监管局 would be read as 吉林市
_AGENCY = (
    "市场监|市场和质量|市监|食品药品|食品安全|食药|药品|药监|质量技术|质监|工商|农业|农委|农牧|农村|畜牧|兽药|农药|渔业|"
    "海洋|林业|卫生|卫健|疾病|疾控|粮食|商务|交通|海关|出入境|检验|检疫|统计|公安|教育|住房|工业|经济|经信|发展|"
    "消费者|纤维|产品质量|人民政府|政府"
)
_BODY = re.compile(rf"^(?:{_AGENCY})")
_NATIONAL = re.compile(
    r"^原?(?:国家|中华人民共和国|全国)|^原?(?:市场监管|市场监督管理|食药监?|食品药品监管|食品药品监督管理|质检|质监|工商|海关)总[局署]$"
    r"|^原?(?:农业农村|农业|卫生|商务|交通运输|生态环境|工业和信息化|公安)部(?:办公厅|[^省市县区]{0,8}司)?$"
)
_BRACKET = re.compile(r"^[^()]*\(([^()]*(?:局|委|委员会|厅|总署|部|院|中心|政府))\)$")
_BARE = re.compile(rf"^原?(省|自治区|市|州|盟|县|区|旗)(?:{_AGENCY})")
_LEVEL_OF_WORD = {
    "省": "provincial",
    "自治区": "provincial",
    "市": "prefecture",
    "州": "prefecture",
    "盟": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
}
_LEVEL_OF_REGION = {"province": "provincial", "prefecture": "prefecture", "county": "county"}
_NAMED = re.compile(r"[\u4e00-\u9fff]{2,30}?(?:总局|总署|局|委员会|厅)")
_COUNTY_HEAD = re.compile(rf"^[^局厅]{{1,12}}[县区旗](?:{_AGENCY})")


def read_office_region(text: str) -> str | None:
    """The code of the place at the head of an office's name, or None.

    国内监督抽查(山东市场监管局) and 山东市场监管局 give 370000, 深圳市食药监局 440300.
    None for a national office, an unknown place and an ambiguous one (鼓楼区市场监管局).
    """
    return _read(_office(text))


def office_level(text: str) -> str | None:
    """national, provincial, prefecture or county by an office's name; None if it does not show.

    Municipalities such as 重庆 are provincial; 深圳 and other sub-provincial cities are prefecture level.
    """
    office = _office(text)
    code = _read(office)
    region = region_of(code) if code else None
    if region is not None:
        return _LEVEL_OF_REGION[region.level]
    if _NATIONAL.search(office) or office.endswith(("总局", "总署")):
        return "national"
    bare = _BARE.match(office)
    if bare:
        return _LEVEL_OF_WORD[bare[1]]
    return "county" if _COUNTY_HEAD.match(office) else None


def office_in(title: str) -> str | None:
    """The first office that a title or the name of a file names with a level, or None; what stands run together before it is left out."""
    named = (phrase[start:] for phrase in _NAMED.findall(title) for start in range(len(phrase) - 3))
    return next((office for office in named if office_level(office) is not None), None)


def _office(text: str) -> str:
    office = normal_name(text)
    bracket = _BRACKET.match(office)
    # Another bracket is a remark: 山东省(德州德城区转载)
    return (bracket[1] if bracket else re.sub(r"\([^()]*\)$", "", office)).removeprefix("原")


@lru_cache(maxsize=8192)
def _read(office: str) -> str | None:
    if _NATIONAL.search(office):
        return None
    for end in range(min(len(office), 40), 1, -1):
        if end == len(office) or _BODY.match(office[end:]):
            code = read_region(office[:end])
            if code is not None:
                return code
    return None
