"""Counts and rates as printed in published tables: exact numbers, the unit counted, the decimals printed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from qmon.grammar.number import read_number
from qmon.grammar.text import clean

MAX_COUNT: Final = 10**15  # above any count of samples, and small enough for exact shares in 128 bits

_COUNT: Final = re.compile(r"(?P<number>[0-9][0-9,]*(?:\.0+)?)\s*(?P<unit>[^0-9.,%‰].*)?")
_LARGE: Final = re.compile(r"[万亿千百]")


class Count(NamedTuple):
    """A count and the unit printed behind it; the value is None where the text is no exact count."""

    value: int | None = None
    unit_text: str | None = None


class Rate(NamedTuple):
    """A rate in per cent and the decimals it was printed with; both None where the text is no rate."""

    value: Decimal | None = None
    decimals: int | None = None


def read_count(text: str | None) -> Count:
    """Read ``23852``, ``5,029``, ``2,023批次``, ``15 家企业``, ``692.0`` (a spreadsheet's whole number).

    ``1.53万`` and ``约300`` are rounded: no exact count, no value. Source: docs/domain.md, publication conventions.
    """
    match = _COUNT.fullmatch(clean(text) or "")
    if match is None or (match["unit"] and _LARGE.match(match["unit"])):
        return Count()
    number = read_number(match["number"]).value
    if number is None or number != int(number) or number > MAX_COUNT:
        return Count()
    return Count(int(number), clean(match["unit"]))


def read_rate(text: str | None) -> Rate:
    """Read ``95.4%``, ``3.9 %``, ``100%``, ``0``, ``0.00``: a bare number is in per cent, as the column's heading says.

    ``/`` stands where nothing was tested: no rate. A negative one is none either. Source: docs/domain.md, publication conventions.
    """
    cleaned = clean(text)
    number = read_number(cleaned.removesuffix("%").rstrip()) if cleaned is not None else None
    if number is None or number.value is None or number.value < 0:
        return Rate()
    return Rate(number.value, number.decimals)
