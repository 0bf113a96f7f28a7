"""Families of the sampling number (抽样单编号) of the national food sampling system, and the places that its six digits may name.

Table `sample_numbers.csv`: a number belongs to the first family whose pattern is the whole of it; `year_at` and `region_at` say at which
character (from 1) the two digits of the year and the six of the region begin; `from_year` and `to_year` bound that year where known.
A number is taken apart to be checked, never to fill anything (docs/domain.md, record schema).
"""

from dataclasses import dataclass
from functools import cache

from qmon.reference import regions
from qmon.reference.tables import rows

_ZONES = range(71, 80)  # development zones: last two digits in the code of statistics beside GB/T 2260, under a known prefecture (B)


@dataclass(frozen=True)
class Family:
    """One way in which numbers are built; `region_at` None: no region in it, or not established."""

    name: str
    pattern: str
    year_at: int
    region_at: int | None
    from_year: int | None
    to_year: int | None


@cache
def families() -> tuple[Family, ...]:
    """Every family in file order."""
    return tuple(
        Family(row["family"], row["pattern"], int(row["year_at"]), *(_number(row[key]) for key in ("region_at", "from_year", "to_year")))
        for row in rows("sample_numbers")
    )


@cache
def provinces() -> dict[str, str]:
    """Six digits, in force or obsolete, -> the province in which the place lies today."""
    known = {region.code: regions.province_of(region.code) or f"{region.code[:2]}0000" for region in regions.known_regions()}
    prefectures = [region.code for region in regions.known_regions() if region.level == "prefecture"]
    return {f"{code[:4]}{zone}": known[code] for code in prefectures for zone in _ZONES} | known


def _number(cell: str) -> int | None:
    return int(cell) if cell else None
