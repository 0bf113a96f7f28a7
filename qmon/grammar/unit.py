"""Units of measurement: spellings, dimensions and exact factors from the table of units."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Final

from qmon.grammar.text import clean

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LABEL: Final = re.compile(r"单位:?")
_WRITTEN_LIKE_A_UNIT: Final = re.compile(r"[A-Za-zμ%‰°℃/(][A-Za-zμ%‰°℃/·.^²³0-9()㎏-]*")


class UnitMismatch(ValueError):
    """Two units measure different things, or one of them is not in the table."""


@dataclass(frozen=True)
class Unit:
    """A known unit: canonical spelling, dimension, and factor to the base unit of the dimension.

    For a test portion (dimension ``presence_per_…``, such as ``/25g``) the factor is the size of the
    portion, and nothing is ever converted by it.
    """

    spelling: str
    dimension: str
    factor: Fraction

    @property
    def is_portion(self) -> bool:
        """Whether the unit is the portion a presence was looked for in, not a measure."""
        return self.dimension.startswith("presence_")

    @property
    def is_count(self) -> bool:
        """Whether germs are counted in it (CFU or MPN per mass or volume)."""
        return self.dimension.startswith(("count_per_", "mpn_per_"))


@lru_cache(maxsize=4096)
def read_unit(text: str | None) -> Unit | None:
    """Return the unit spelled by the text, or None where it states none or one that is not known.

    Brackets around it, spaces inside it and a leading ``单位：`` are accepted; upper and lower case count
    unless the table lists both. Source: docs/domain.md, result grammar; qmon/reference/units.csv.
    """
    bare = _bare(text)
    return None if bare is None else _table().get(bare)


def known_units() -> tuple[Unit, ...]:
    """Every unit once, in the order of its spelling."""
    return tuple(sorted(set(_table().values()), key=lambda unit: (unit.spelling, unit.dimension)))


def looks_like_a_unit(text: str) -> bool:
    """Whether the text is written as units are, known or not (no words, no digits in front)."""
    bare = _bare(text)
    return bare is not None and _WRITTEN_LIKE_A_UNIT.fullmatch(bare) is not None


def convert(value: Decimal, from_unit: str, to_unit: str) -> Fraction:
    """Return the value in another unit of the same dimension, exactly.

    Raises UnitMismatch across dimensions, for a unit that is not known, and between different test portions.
    """
    source, target = read_unit(from_unit), read_unit(to_unit)
    if source is None or target is None:
        raise UnitMismatch(f"unit not known: {from_unit if source is None else to_unit}")
    if source.dimension != target.dimension:
        raise UnitMismatch(f"{from_unit} is {source.dimension}, {to_unit} is {target.dimension}")
    if source.is_portion and source != target:
        raise UnitMismatch(f"test portions are not converted: {from_unit}, {to_unit}")
    return Fraction(value) * source.factor / target.factor


def _bare(text: str | None) -> str | None:
    cleaned = clean(text)
    if cleaned is None:
        return None
    bare = cleaned.replace(" ", "")
    while True:
        stripped = _LABEL.sub("", bare, count=1) if bare.startswith("单位") else bare
        if stripped.startswith("(") and _closes_at_end(stripped):
            stripped = stripped[1:-1]
        if stripped == bare:
            return bare or None
        bare = stripped


def _closes_at_end(text: str) -> bool:
    depth = 0
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return position == len(text) - 1
    return False


@lru_cache(maxsize=1)
def _table() -> dict[str, Unit]:
    rows: list[tuple[str, tuple[str, str, str]]] = []
    canonical: dict[tuple[str, str, str], str] = {}
    with (files("qmon.reference") / "units.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            spelling = _bare(row["unit_seen"])
            # A row without a factor records a spelling whose meaning was never established.
            if spelling is None or not row["factor_to_base"]:
                continue
            kind = (row["dimension"], row["ucum"], row["factor_to_base"])
            rows.append((spelling, kind))
            if kind not in canonical or (_HAN.search(canonical[kind]) and not _HAN.search(spelling)):
                canonical[kind] = spelling
    return {spelling: Unit(canonical[kind], kind[0], Fraction(kind[2])) for spelling, kind in rows}
