"""Reads the name of a tested item into its code, canonical name and hazard class.

`items.csv` keys names by domain: 水分 of food and 水分 of seed are two items. `scope` holds the categories
that an item is confined to (AF fertiliser, AD feed ...). `class_basis` says whether a notice stated the
hazard class or it was assigned.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from qmon.reference.tables import rows, several

_BRACKETS = str.maketrans("[]{}【】〔〕﹙﹚〈〉", "()()()()()()")
_LETTERS = str.maketrans({"µ": "μ", "а": "a", "α": "a", "計": "计"})
_LAST_BRACKET = re.compile(r"^(.+)\(([^()]*(?:\([^()]*\)[^()]*)*)\)$")
# What a bracket behind a name may hold without making it another item: a limit, a unit, how it is expressed
_LIMIT = re.compile(r"[≤≥<>]|^\d+(?:\.\d+)?[^\d]*$")
_UNIT = re.compile(r"^%$|^(?:cfu|mpn|[mμn]?g|mg)/(?:100)?(?:k?g|m?l|kj|100kj)$|^°c$|^℃$")
_EXPRESSED = re.compile(r"^(?:干样品、?,?|干基,?)?以.+计$")
_NUMBERED = re.compile(r"-\d+#$")
_BETWEEN_ITEMS = re.compile(r"[;；║‖]")
# Also stand within one name: 氯氟氰菊酯和高效氯氟氰菊酯, 1,2-丙二醇
_PERHAPS_BETWEEN_ITEMS = re.compile(r"[、,，/\n和及]")
_OPENS, _CLOSES = "(（[［【〔﹙", ")）]］】〕﹚"


@dataclass(frozen=True)
class Item:
    """One tested item of a domain; `scope` is () where it belongs to the whole domain."""

    domain: str
    code: str
    name: str
    name_en: str
    hazard_class: str
    scope: tuple[str, ...]


@dataclass(frozen=True)
class HazardClass:
    """One class of reasons for failing: H.. food, X.. consumer goods, Y.. agricultural inputs; X5 marking."""

    code: str
    name: str
    name_en: str
    domain: str


def normal_item(name: str) -> str:
    """The spelling under which item names are compared.

    All brackets become (), full width becomes half width, blanks go, Latin letters become small.
    """
    plain = unicodedata.normalize("NFKC", name.translate(_LETTERS)).translate(_BRACKETS).translate(_LETTERS)
    return "".join(plain.split()).lower()


def read_item_code(domain: str, name: str, category: str | None = None) -> Item | None:
    """The item that a printed name means, or None for an unknown or ambiguous one.

    Tried in turn: the whole name; without the limit or unit that some tables put behind it
    (苯并[a]芘（≤10μg/kg）); without how it is expressed (铅（以Pb计） -> 铅); without a specimen number.
    `category` is a category code; it decides between items of one name (水分 of fertiliser or seed), and an
    item confined to other categories is then never returned.
    """
    return _read(domain, normal_item(name), category)


@lru_cache(maxsize=65536)
def read_item_list(domain: str, text: str) -> tuple[str, ...]:
    """The names of the items that one cell lists, as printed; the whole cell as its one name where that is not sure.

    Always split at ; outside brackets, an empty end dropped (拉伸负荷-横向;直角撕裂负荷-横向;). At 、 , / 和 及 and
    line breaks only where the whole is no known item and each part is one (研究法辛烷值、甲醇含量).
    """
    names: list[str] = []
    for piece in _split(text, _BETWEEN_ITEMS):
        parts = _split(piece, _PERHAPS_BETWEEN_ITEMS)
        several_known = len(parts) > 1 and not _is_known(domain, piece) and all(_is_known(domain, part) for part in parts)
        names.extend(parts if several_known else [piece])
    return tuple(names) or (text,)


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """The parts between separators outside brackets, blank ones dropped."""
    if separator.search(text) is None:
        return [text.strip()] if text.strip() else []
    parts, depth = [""], 0
    for character in text:
        depth = max(depth + (character in _OPENS) - (character in _CLOSES), 0)
        if depth == 0 and separator.match(character):
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def _is_known(domain: str, name: str) -> bool:
    """Whether the domain has an item of the name, in whatever category."""
    return any(spelling in _names(domain) for spelling in _spellings(normal_item(name)))


@lru_cache(maxsize=65536)
def _read(domain: str, name: str, category: str | None) -> Item | None:
    known = _names(domain)
    for spelling in _spellings(name):
        if spelling in known:
            return _choose(known[spelling], category)
    return None


def _spellings(name: str) -> list[str]:
    """The name and what remains when its tails are taken off one by one."""
    found = [name]
    while True:
        last = found[-1]
        if last.endswith("("):
            shorter = last[:-1]
        elif _NUMBERED.search(last):
            shorter = _NUMBERED.sub("", last)
        else:
            match = _LAST_BRACKET.match(last)
            if match is None or not (_LIMIT.search(match[2]) or _UNIT.match(match[2]) or _EXPRESSED.match(match[2])):
                return found
            shorter = match[1]
        found.append(shorter)


def _choose(candidates: tuple[Item, ...], category: str | None) -> Item | None:
    confined = [item for item in candidates if item.scope]
    general = [item for item in candidates if not item.scope]
    if category is not None:
        fitting = [item for item in confined if category.startswith(item.scope)]
        chosen = fitting or general
    else:
        chosen = general or confined
    return chosen[0] if len(chosen) == 1 else None


def items(domain: str) -> tuple[Item, ...]:
    """All items of a domain in table order; () for an unknown domain."""
    return tuple(item for item in _table() if item.domain == domain)


@cache
def hazard_classes() -> tuple[HazardClass, ...]:
    """All hazard classes in table order."""
    return tuple(HazardClass(row["code"], row["name"], row["name_en"], row["domain"]) for row in rows("hazard_classes"))


@cache
def _table() -> tuple[Item, ...]:
    return tuple(
        Item(
            row["domain"],
            row["code"],
            row["name"],
            row["name_en"],
            row["hazard_class"],
            several(row["scope"]),
        )
        for row in rows("items")
    )


@cache
def _names(domain: str) -> dict[str, tuple[Item, ...]]:
    """Normal spelling -> items.

    A canonical name without its tail (无机砷（以As计） -> 无机砷) stands in only where no other item
    has that name.
    """
    exact: dict[str, list[Item]] = {}
    shortened: dict[str, list[Item]] = {}
    for row, item in zip(rows("items"), _table(), strict=True):
        if item.domain != domain:
            continue
        for spelling in {normal_item(name) for name in (item.name, *several(row["aliases"]))}:
            exact.setdefault(spelling, []).append(item)
        for spelling in _spellings(normal_item(item.name))[1:]:
            shortened.setdefault(spelling, []).append(item)
    return {key: tuple(found) for key, found in (shortened | exact).items()}
