"""Places of GB/T 2260 with validity: rows, successors, and the prefecture a code belongs to today.

Table `regions.csv`: `valid_from` included, `valid_to` excluded, dates of the approving documents where known
(`date_basis`: approved, year = year-end list only, announced = Laiwu only, none = aggregate codes such as
110100 市辖区, whose dates are not established). 1981-01-01 means that the source begins there.
`source` "areacodes" is github yescallop/areacodes @eed219a (CC0): the year-end lists 1981-2024 of the
Ministry of Civil Affairs, followed by the document (国函 …) of each change. Changes after 2024 are not in it.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from qmon.reference.tables import rows, several

LEVELS = ("province", "prefecture", "county")


@dataclass(frozen=True)
class Region:
    """One row: a code under one name, from `valid_from` until before `valid_to` (None = open or unknown)."""

    code: str
    name: str
    level: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]
    date_basis: str

    @property
    def is_aggregate(self) -> bool:
        """True for codes that head a list and are no place: 市辖区, 省直辖县级行政区划."""
        return self.date_basis == "none"


def known_regions() -> tuple[Region, ...]:
    """All rows ordered by code and start: 34 provinces, prefectures since 1981, counties since 2000 or 2010.

    Shandong's counties go back to 2000, those of other provinces to 2010.
    A code that changed its name has one row per name.
    """
    return _table()


@cache
def _table() -> tuple[Region, ...]:
    return tuple(
        Region(
            code=row["code"],
            name=row["name"],
            level=row["level"],
            parent=row["parent"] or None,
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            successors=several(row["successor"]),
            date_basis=row["date_basis"],
        )
        for row in rows("regions")
    )


@cache
def _by_code() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for region in _table():
        found.setdefault(region.code, []).append(region)
    return {code: tuple(regions) for code, regions in found.items()}


def versions_of(code: str) -> tuple[Region, ...]:
    """The rows of one code, oldest first; () for an unknown code."""
    return _by_code().get(code, ())


def region_of(code: str) -> Region | None:
    """The latest row of a code, or None for an unknown one."""
    versions = versions_of(code)
    return versions[-1] if versions else None


def region_name(code: str) -> str:
    """The latest Chinese name of a code; KeyError for an unknown one."""
    region = region_of(code)
    if region is None:
        raise KeyError(code)
    return region.name


def is_valid_on(code: str, on: date) -> bool:
    """Whether the code was in force on that day; False for an unknown code.

    An aggregate code has no dates and counts as valid: nothing shows that it was not.
    """
    return any(
        (region.valid_from is None or region.valid_from <= on) and (region.valid_to is None or on < region.valid_to)
        for region in versions_of(code)
    )


@cache
def today_of(code: str) -> frozenset[str]:
    """The codes under the boundaries of the table's end that a code became, successors followed.

    A code in force is its own answer; several codes mean that the place was divided. Empty if unknown.
    """
    region = region_of(code)
    if region is None:
        return frozenset()
    if region.valid_to is None:
        return frozenset({code})
    found: set[str] = set()
    for successor in region.successors:
        found |= today_of(successor)
    return frozenset(found)


@cache
def prefecture_of(code: str) -> str | None:
    """The prefecture-level code that a place belongs to under today's boundaries (back-cast policy).

    Old codes are carried forward along their successors: 371200, 371202 and 371203 (Laiwu) give 370100.
    A province gives itself; so does what a province runs directly (districts of Beijing, 济源), which has no
    prefecture and gives its province. None for an unknown code and for a place that was divided among several
    prefectures (烟台地区, 巢湖市): no rule says which share went where.
    """
    found = {_prefecture(today) for today in today_of(code)}
    return found.pop() if len(found) == 1 else None


def _prefecture(code: str) -> str:
    region = region_of(code)
    while region is not None and region.parent is not None:
        if region.level == "prefecture" and not region.is_aggregate:
            break
        region = region_of(region.parent)
    if region is None:
        raise KeyError(code)
    return region.code


def province_of(code: str) -> str | None:
    """The province-level code of a place today, or None for an unknown code."""
    found = {_ancestors(today)[-1] for today in today_of(code)}
    return found.pop() if len(found) == 1 else None


@cache
def _ancestors(code: str) -> tuple[str, ...]:
    """The code and what it lies in, inside out, by the latest row of each."""
    region = region_of(code)
    if region is None:
        return ()
    return (code, *(_ancestors(region.parent) if region.parent else ()))


@cache
def lies_within(code: str, parent: str) -> bool:
    """Whether a place is, or lies in, `parent`, then or today: 371203 lies in 371200 and in 370100."""
    if parent in _ancestors(code):
        return True
    today = today_of(code)
    return bool(today) and all(parent in _ancestors(each) for each in today)


def prefectures_on(province: str, on: date) -> tuple[str, ...]:
    """The prefecture-level codes of a province in force on a day, ordered; aggregate codes left out."""
    return tuple(
        sorted(
            {
                region.code
                for region in _table()
                if region.level == "prefecture" and region.parent == province and not region.is_aggregate and is_valid_on(region.code, on)
            }
        )
    )
