"""One measured entry: a number, a bound, or a detection word, with its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from qmon.grammar.number import plain_text, split_number
from qmon.grammar.quantity import one_unit, read_quantity
from qmon.grammar.reasons import Reason
from qmon.grammar.unit import read_unit
from qmon.grammar.words import read_detection

EntryQualifier = Literal["=", "<", ">", "nd", "nq", "detected"]

_BOUND: Final = re.compile(r"(?P<sign><|>|小于|低于|大于|高于)\s*(?P<quantity>[0-9+-].*)")
_BELOW: Final = frozenset({"<", "小于", "低于"})
_LIMIT_SIGNS: Final = ("≤", "≥", "<=", ">=")
_RANGE_SIGN: Final = re.compile(r"\s*[~\-–—至到]+\s*")


@dataclass(frozen=True)
class Entry:
    """One entry of a result; ``number`` is the value after "=" and the bound after "<" and ">"."""

    qualifier: EntryQualifier | None = None
    number: Decimal | None = None
    decimals: int | None = None
    unit: str | None = None
    lod: Decimal | None = None
    loq: Decimal | None = None
    presence: bool = False
    reason: Reason | None = None

    def canonical(self) -> str | None:
        """Return the text the entry has in a list of results, or None where a list cannot hold it."""
        if self.qualifier == "=" and self.number is not None:
            return plain_text(self.number)
        if self.qualifier in ("<", ">") and self.number is not None:
            return f"{self.qualifier}{plain_text(self.number)}"
        return {"nd": "not_detected", "detected": "detected"}.get(self.qualifier or "")


def read_entry(text: str, is_count: bool = False) -> Entry:
    """Read one folded entry: ``82``, ``8.2×10²CFU/g``, ``<10CFU/g``, ``>3mg/kg``, ``未检出/25g``, ``ND``.

    ``is_count`` says that germs are counted, whatever the entry itself states. Reasons: those of read_quantity,
    range_value (``20~30``), limit_as_result (``≤0.01``), unit_conflict. Source: docs/domain.md, result grammar.
    """
    detection = read_detection(text)
    if detection is not None:
        portion = detection.portion.spelling if detection.portion else None
        unit, conflict = one_unit(portion, detection.unit)
        reason = detection.reason or conflict
        if reason is not None:
            return Entry(reason=reason)
        return Entry(detection.qualifier, None, None, unit, detection.lod, detection.loq, detection.portion is not None)
    bound = _BOUND.fullmatch(text)
    quantity = read_quantity(bound.group("quantity") if bound else text, is_count)
    if quantity.reason is not None:
        if text.startswith(_LIMIT_SIGNS):
            return Entry(reason="limit_as_result")
        return Entry(reason="range_value" if bound is None and _is_range(text) else quantity.reason)
    if bound is None:
        return Entry("=", quantity.value, quantity.decimals, quantity.unit)
    if bound.group("sign") in _BELOW:
        # Nothing says whether the bound is the limit of detection or of quantification; the lower one
        # claims least.
        return Entry("<", quantity.value, quantity.decimals, quantity.unit, lod=quantity.value)
    return Entry(">", quantity.value, quantity.decimals, quantity.unit)


def split_range(text: str) -> tuple[str, str] | None:
    """Split ``20~30``, ``20-30mg/kg`` or ``5.0%–8.5%`` into its two quantities with their units."""
    first, rest = split_number(text)
    if not first:
        return None
    sign = _RANGE_SIGN.search(rest)
    if sign is None:
        return None
    between, second = rest[: sign.start()].strip(), rest[sign.end() :]
    if between and read_unit(between) is None:
        return None
    if not split_number(second)[0] or read_quantity(second).reason is not None:
        return None
    return f"{first}{between}", second


def _is_range(text: str) -> bool:
    ends = split_range(text)
    return ends is not None and read_quantity(ends[0]).reason is None
