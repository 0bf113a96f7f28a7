"""One number followed by its unit, as ``527μg/kg`` or ``0.73(g/kg)``."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qmon.grammar.number import read_flattened_count, read_number, split_number
from qmon.grammar.reasons import Reason
from qmon.grammar.text import clean
from qmon.grammar.unit import looks_like_a_unit, read_unit


@dataclass(frozen=True)
class Quantity:
    """An exact number, its decimals and its canonical unit, or the reason it was not read."""

    value: Decimal | None = None
    decimals: int | None = None
    unit: str | None = None
    reason: Reason | None = None


def read_quantity(text: str | None, is_count: bool = False) -> Quantity:
    """Read a number with or without a unit behind it; the unit may stand in brackets.

    A flattened exponent (``5.2×103CFU/g``) is read where its unit, or ``is_count``, says that germs are counted.
    Reasons: those of read_number, unknown_unit, unreadable (words behind the number). Source:
    docs/domain.md, result grammar.
    """
    cleaned = clean(text)
    if cleaned is None:
        return Quantity(reason="empty")
    written, rest = split_number(cleaned)
    if not written:
        return Quantity(reason="unreadable")
    number = read_number(written)
    unit = read_unit(rest) if rest else None
    if number.reason == "flattened_exponent" and (unit.is_count if unit is not None else is_count and not rest):
        number = read_flattened_count(written)
    if number.reason is not None:
        return Quantity(reason=number.reason)
    if not rest:
        return Quantity(number.value, number.decimals)
    if unit is None:
        return Quantity(reason="unknown_unit" if looks_like_a_unit(rest) else "unreadable")
    return Quantity(number.value, number.decimals, unit.spelling)


def one_unit(*spellings: str | None) -> tuple[str | None, Reason | None]:
    """Return the one canonical unit among those stated, or unit_conflict where two differ."""
    stated = {spelling for spelling in spellings if spelling is not None}
    if len(stated) > 1:
        return None, "unit_conflict"
    return (stated.pop() if stated else None), None
