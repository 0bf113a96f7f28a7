"""Reads the name of a place into its GB/T 2260 code; an ambiguous name is not read."""

import re
import unicodedata
from functools import cache, lru_cache

from qmon.reference.region_table import LEVELS, Region, known_regions, lies_within, today_of, versions_of

_PEOPLES = (
    "朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|傣族|白族|景颇族|傈僳族|回族|蒙古族|蒙古|哈萨克族|哈萨克|柯尔克孜|"
    "壮族|哈尼族|黎族|瑶族|满族|维吾尔族|维吾尔|畲族|土族|撒拉族|保安族|东乡族|裕固族|各族"
)
_AUTONOMOUS = re.compile(r"(?:自治区|自治州|自治县|自治旗)$")
# Tried first; 内蒙古自治区 would keep one character and falls to the plain form
_AUTONOMOUS_OF_PEOPLES = re.compile(rf"(?:{_PEOPLES})+(?:自治区|自治州|自治县|自治旗)$")
_SUFFIX = re.compile(r"(?:特别行政区|地区|省|市|盟|县|区)$")
# In a full path these stand for no place of their own: 北京市市辖区朝阳区, 河南省省直辖县级行政区划济源市
_FILLER = re.compile(r"(?<=.)(?:市辖区|省直辖县级行政区划|自治区直辖县级行政区划|省直辖行政单位)")
_BETWEEN = re.compile(r"[\s/\\|,，、·>\-—_]+")
_LONGEST_NAME = 40


def normal_name(text: str) -> str:
    """Full-width forms made half-width, and blanks and dividers between levels removed."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text))


def read_region(text: str, within: str | None = None) -> str | None:
    """The six-digit code of a place written by name or by code, or None.

    Reads a full path (山东省济南市历下区), its levels with or without dividers, a bare name (济南市, 济南)
    and a known code, obsolete ones too (142400). `within` is the code of a place that it must lie in.
    A name without its 市/区/县 is read for provinces and prefectures, for counties only behind a higher level
    or with `within`. None for an unknown name and for one that fits several places: nothing is guessed.
    An old name gives its own old code (莱芜市 371200), not its successor's.
    """
    return _read(normal_name(text), within)


@lru_cache(maxsize=65536)
def _read(name: str, within: str | None) -> str | None:
    if re.fullmatch(r"[0-9]{6}", name):
        return name if versions_of(name) and (within is None or lies_within(name, within)) else None
    name = _FILLER.sub("", name)
    if not 2 <= len(name) <= _LONGEST_NAME:
        return None
    return _single(_fitting(name, within))


def _fitting(name: str, within: str | None) -> frozenset[str]:
    """The codes that a name may mean: as one name, else as a higher level followed by a lower one."""
    whole = {
        region.code
        for region, is_full in _named().get(name, ())
        if (is_full or within is not None or region.level != "county") and (within is None or lies_within(region.code, within))
    }
    if whole:
        return frozenset(whole)
    found: set[str] = set()
    for cut in range(len(name) - 2, 1, -1):
        for higher, _ in _named().get(name[:cut], ()):
            if higher.level == "county" or (within is not None and not lies_within(higher.code, within)):
                continue
            found |= _fitting(name[cut:], higher.code)
    return frozenset(found)


def _single(codes: frozenset[str]) -> str | None:
    """The one place that several codes mean, or None.

    The highest level wins (滨州市 the prefecture, not the old county of that name; 吉林 the province).
    Of several, the only one still in force (烟台 the city, not the 地区 that was dissolved into it).
    Codes that became one and the same place are one place: the one in force, else the latest.
    """
    for level in LEVELS:
        here = sorted(code for code in codes if versions_of(code)[-1].level == level)
        if not here:
            continue
        if len(here) == 1:
            return here[0]
        standing = [code for code in here if versions_of(code)[-1].valid_to is None]
        if len(standing) == 1:
            return standing[0]
        if len({today_of(code) for code in here}) > 1:
            return None
        in_force = [code for code in here if code in today_of(code)]
        return in_force[0] if in_force else max(here, key=lambda code: (str(versions_of(code)[-1].valid_to), code))
    return None


@cache
def _named() -> dict[str, tuple[tuple[Region, bool], ...]]:
    """Name -> the rows that bear it, each with True for the full name and False for the short one."""
    found: dict[str, list[tuple[Region, bool]]] = {}
    for region in known_regions():
        if region.is_aggregate:
            continue
        found.setdefault(region.name, []).append((region, True))
        short = short_name(region.name)
        if short != region.name:
            found.setdefault(short, []).append((region, False))
    return {name: tuple(regions) for name, regions in found.items()}


def short_name(name: str) -> str:
    """A name without its kind (山东省 -> 山东, 延边朝鲜族自治州 -> 延边), if two characters remain."""
    for pattern in (_AUTONOMOUS_OF_PEOPLES, _AUTONOMOUS, _SUFFIX):
        short = pattern.sub("", name)
        if short != name and len(short) >= 2:
            return short
    return name
