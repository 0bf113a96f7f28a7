"""Headings of forms in which one record reports several items: parts joined in one cell, a column an analyte, numbered columns."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from qmon import grammar
from qmon.grammar.failing import BAR, PARTS, Part
from qmon.reference import items

COLUMN_OF: dict[Part, str] = {"item": "item_name", "value": "value_text", "limit": "limit_text", "unit": "unit_text"}
_METHOD = re.compile(r"\s*[(（]?(?:CMA|NY/?T|GB/?T?|SN/?T|DB\d\d).*$")
_NUMBERED = re.compile(r"(?P<word>.+?)\.?(?P<number>\d{1,2})")
_CONTENTS = frozenset(
    {"mass_fraction", "mass_concentration", "count_per_mass", "count_per_volume", "presence_per_area", "presence_per_mass"}
)
_MARKS = r"[\s║‖∥∣︱｜|/:：()（）,，、;；﹙﹚]"


class Numbered(NamedTuple):
    """A column that holds one part of the n-th item of its record."""

    number: int
    part: Part


def joined_parts(heading: str) -> tuple[Part, ...] | None:
    """What follows what in the cells below such a heading (不合格项目║检验结果║标准值 -> item, value, limit), or None for any other.

    A heading cut behind its first bar (不合格项目║) stands above the usual three.
    """
    text = grammar.clean(heading)
    if text is None:
        return None
    words, between = _words()
    found: list[Part] = []
    position = 0
    while position < len(text):
        here = next((word for word in words if text.startswith(word, position)), None)
        if here is not None:
            found.append(words[here])
            position += len(here)
        elif (mark := between.match(text, position)) is not None:
            position = mark.end()
        else:
            return None
    if len(found) == 1 and found[0] == "item" and BAR.search(text):
        return PARTS
    return tuple(found) if len(found) > 1 and len(set(found)) == len(found) else None


def numbered_part(heading: str) -> Numbered | None:
    """项目2 -> the item, 结果2 -> the result of the second item; None for any other heading."""
    matched = _NUMBERED.fullmatch(grammar.clean(heading) or "")
    words, _ = _words()
    return Numbered(int(matched["number"]), words[matched["word"]]) if matched is not None and matched["word"] in words else None


def analyte(domain: str, heading: str) -> str | None:
    """The name of the item whose results stand below the heading, or None: a known item (铅), or a name with the unit of a content or
    with the method behind it (铬，mg/kg; 甲胺磷NY/T761-2008), for no other column is headed so."""
    name = _METHOD.sub("", heading).strip()
    read = grammar.read_item(name)
    if read.name is None:
        return None
    unit = grammar.read_unit(read.unit_text)
    sure = (unit is not None and unit.dimension in _CONTENTS) or (name != heading.strip() and len(name) > 1)
    return name if sure or items.read_item_code(domain, read.name) is not None else None


@cache
def _words() -> tuple[dict[str, Part], re.Pattern[str]]:
    """The words, longest first, and what may stand between them."""
    content: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("item_parts.yml").read_text(encoding="utf-8"))
    between = "|".join(re.escape(word) for word in content.pop("between"))
    parts: dict[str, Part] = {word: part for part in COLUMN_OF for word in content[part]}
    return dict(sorted(parts.items(), key=lambda pair: -len(pair[0]))), re.compile(f"(?:{_MARKS}|{between})+")
