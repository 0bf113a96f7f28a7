"""Reads the printed name of a category (food, consumer goods, agricultural inputs) into its code.

Food has two lists: the 25 of 2014-2015 (codes O..) and the 34 used since 2016 (codes F..; F35 食盐 only in
2019-2021). `food_crosswalk.csv` says how the old lie to the new. Consumer goods have classes (PC..), products
(PP..) and groups that cut across classes (PG..); agricultural inputs have classes (AF) and kinds (AF01).
`parent_basis` says whether a product's class was printed or assigned.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from qmon.reference.tables import rows, several

DOMAINS = ("food", "consumer_goods", "agri_input")

_AND = re.compile(r"以及|[与和及]")
_ARROW = re.compile(r"\s*(?:-{1,2}>|→|＞|>)\s*")
_COMMA = str.maketrans({",": "、", "﹙": "(", "﹚": ")", "【": "(", "】": ")", "[": "(", "]": ")"})


@dataclass(frozen=True)
class Category:
    """One category of a domain.

    `level` is class, group, product or kind; `parent` the code of its class, None for classes and groups.
    """

    domain: str
    code: str
    name: str
    name_en: str
    level: str
    parent: str | None
    valid_from: str
    valid_to: str


def normal_category(text: str) -> str:
    """The spelling under which names are compared.

    Full width becomes half width, blanks go, the three words for "and" become one, a comma becomes 、.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).translate(_COMMA).split())
    return _AND.sub("及", plain)


def read_category(domain: str, text: str) -> Category | None:
    """The category that a printed name means, or None for an unknown one. ValueError for an unknown domain.

    Tried in turn: name, alias; in food then the name of a sub-class, which gives its class (白酒 -> F15).
    Of a name in two levels (淀粉及淀粉制品-->淀粉制品) the whole is tried, then the first part; the second part
    decides where the first is an old class that went to several (粮食及其制品-->小麦粉 -> F01).
    A name of the old food list gives the new code where the crosswalk calls the two equal; where an old class
    went to several new ones it gives the old code (焙烤食品 -> O12), never a guess.
    A name that both lists have is read by the new one, although 特殊膳食食品 of 2014-2015 also held what are
    now F29 and F30.
    """
    if domain not in DOMAINS:
        raise ValueError(f"unknown domain {domain!r}: one of {', '.join(DOMAINS)}")
    return _read(domain, text)


@lru_cache(maxsize=65536)
def _read(domain: str, text: str) -> Category | None:
    known = _names(domain)
    whole = known.get(normal_category(_ARROW.sub(">", text)))
    if whole is not None:
        return whole
    first, *rest = _ARROW.split(text.strip(), maxsplit=1)
    found = known.get(normal_category(first))
    narrower = known.get(normal_category(rest[0])) if rest else None
    if found is not None and narrower is not None and (found.code, narrower.code) in _crosswalk():
        return narrower
    return found


def categories(domain: str) -> tuple[Category, ...]:
    """All categories of a domain in table order (food: both lists). ValueError for an unknown domain."""
    if domain not in DOMAINS:
        raise ValueError(f"unknown domain {domain!r}: one of {', '.join(DOMAINS)}")
    return _table(domain)


def category_names() -> dict[str, str]:
    """Every code of every domain, sub-classes of food included, and its name."""
    named = {row["code"]: row["name"] for row in rows("food_subcategories")}
    return named | {one.code: one.name for domain in DOMAINS for one in categories(domain)}


def category_names_en() -> dict[str, str]:
    """Every code of a class, group, product or kind, and its English name."""
    return {one.code: one.name_en for domain in DOMAINS for one in categories(domain) if one.name_en}


def category(code: str) -> Category:
    """The category of a code; KeyError for an unknown one."""
    return _by_code()[code]


@cache
def _crosswalk() -> frozenset[tuple[str, str]]:
    return frozenset((row["old_code"], row["new_code"]) for row in rows("food_crosswalk"))


@cache
def _by_code() -> dict[str, Category]:
    return {each.code: each for domain in DOMAINS for each in _table(domain)}


@cache
def _table(domain: str) -> tuple[Category, ...]:
    return tuple(
        Category(
            domain=domain,
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            level=row.get("level", "class"),
            parent=row.get("parent") or None,
            valid_from=row.get("valid_from", ""),
            valid_to=row.get("valid_to", ""),
        )
        for row in rows(_TABLES[domain])
    )


_TABLES = {
    "food": "food_categories",
    "consumer_goods": "product_categories",
    "agri_input": "agri_input_categories",
}


@cache
def _names(domain: str) -> dict[str, Category]:
    """Normal spelling -> category; what is entered first stays."""
    found: dict[str, Category] = {}

    def enter(name: str, code: str) -> None:
        found.setdefault(normal_category(_ARROW.sub(">", name)), _by_code()[code])

    if domain == "food":
        _enter_food(enter)
    else:
        table = rows(_TABLES[domain])
        for row in table:
            enter(row["name"], row["code"])
        for row in table:
            for alias in several(row["aliases"]):
                enter(alias, row["code"])
    return found


def _enter_food(enter: Callable[[str, str], None]) -> None:
    """New list before old list, and within each names before aliases before sub-classes."""
    table = rows("food_categories")
    equal = {row["old_code"]: row["new_code"] for row in rows("food_crosswalk") if row["relation"] == "equal"}
    for is_old in (False, True):
        listed = [row for row in table if row["code"].startswith("O") == is_old]
        for row in listed:
            enter(row["name"], equal.get(row["code"], row["code"]))
        for row in listed:
            for alias in several(row["aliases"]):
                enter(alias, equal.get(row["code"], row["code"]))
        for row in rows("food_subcategories"):
            if row["code"].startswith("O") == is_old:
                enter(row["name"], row["successor"] or row["parent"])
