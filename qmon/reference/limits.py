"""Finds the limit of a standard that was in force for an item in a product on a day.

`limits.csv` holds only limits whose value and whose dates were seen, with the words of their evidence. `products` are the
names for which a limit holds for certain: a class of foods that has exceptions is there through names that its source
prints as parts of it and not as exceptions, and a product is found by its whole name alone. An empty `comparison` means
that no source names one: full values are compared (docs/domain.md, limits).
"""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple, cast

from qmon.reference.tables import rows, several

StandardEvidence = Literal["printed", "assigned"]
Missing = Literal["no_item", "no_product", "other_standard", "no_date", "not_in_force", "several"]

MISSING: dict[Missing, str] = {
    "no_item": "限量表中没有该项目",
    "no_product": "限量表中没有该项目在此产品中的限量",
    "other_standard": "引用的标准不在限量表中",
    "no_date": "没有生产日期和抽样日期",
    "not_in_force": "该日期没有现行有效的限量",
    "several": "同时有几个不同的限量",
}
_NUMBER = re.compile(r"(?P<number>(?:GB|NY|SB|DB[0-9]*|QB|HG|JB)(?:/T)?[0-9.]+)(?:-[0-9]{4})?")


@dataclass(frozen=True)
class StandardLimit:
    """One limit of one edition of a standard, in force from `valid_from` through `valid_to` (None: not known to have ended).

    `standard_evidence`: whether a source prints the standard with the limit, or a notice prints the limit alone and the standard is
    assigned to it by item and date. What is assigned may confirm a delivered limit and never reproves one.
    """

    item_code: str
    products: tuple[str, ...]
    operator: str
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    n: int | None
    c: int | None
    m: Decimal | None
    upper_m: Decimal | None
    comparison: str
    standard: str
    standard_evidence: StandardEvidence
    valid_from: datetime.date
    valid_to: datetime.date | None
    source: str
    evidence: str


class Found(NamedTuple):
    """The limit in force, or why there is none: exactly one of the two is set."""

    limit: StandardLimit | None = None
    missing: Missing | None = None


def in_force(item_code: str | None, product: str | None, cited: str | None, day: datetime.date | None) -> Found:
    """The limit for an item of a product on a day: the production date, else that of sampling.

    `cited`: the standard that was judged by; another standard's limit is never returned for it, another edition's is, for which edition
    applies is the day's to say. Source: docs/domain.md, limits.
    """
    of_item = _by_item().get(item_code, ())
    if not of_item:
        return Found(missing="no_item")
    of_product = [limit for limit in of_item if product in limit.products]
    if not of_product:
        return Found(missing="no_product")
    by_standard = [limit for limit in of_product if cited is None or number_of(limit.standard) == number_of(cited)]
    if not by_standard:
        return Found(missing="other_standard")
    if day is None:
        return Found(missing="no_date")
    now = [limit for limit in by_standard if limit.valid_from <= day and (limit.valid_to is None or day <= limit.valid_to)]
    if len(now) > 1:
        return Found(missing="several")
    return Found(now[0]) if now else Found(missing="not_in_force")


def number_of(standard: str) -> str:
    """A standard without its year: GB 2760-2014《食品添加剂使用标准》 -> GB2760; any other text as it stands."""
    plain = "".join(standard.upper().replace("—", "-").split())
    match = _NUMBER.match(plain)
    return match["number"].rstrip(".") if match else plain


@cache
def limits() -> tuple[StandardLimit, ...]:
    """All limits in table order."""
    return tuple(
        StandardLimit(
            item_code=row["item_code"],
            products=several(row["products"]),
            operator=row["operator"],
            low=_decimal(row["low"]),
            high=_decimal(row["high"]),
            unit=row["unit"] or None,
            n=int(row["n"]) if row["n"] else None,
            c=int(row["c"]) if row["c"] else None,
            m=_decimal(row["m"]),
            upper_m=_decimal(row["M"]),
            comparison=row["comparison"] or "full_value",
            standard=row["standard"],
            standard_evidence=cast(StandardEvidence, row["standard_evidence"]),  # the table's own words, held by a test
            valid_from=datetime.date.fromisoformat(row["valid_from"]),
            valid_to=datetime.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"],
            evidence=row["evidence"],
        )
        for row in rows("limits")
    )


@cache
def _by_item() -> dict[str | None, tuple[StandardLimit, ...]]:
    found: dict[str | None, tuple[StandardLimit, ...]] = {}
    for limit in limits():
        found[limit.item_code] = (*found.get(limit.item_code, ()), limit)
    return found


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
