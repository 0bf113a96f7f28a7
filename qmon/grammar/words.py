"""The words that stand in a result cell instead of a number: detected, not detected, verdict words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from qmon.grammar.quantity import read_quantity
from qmon.grammar.reasons import Reason
from qmon.grammar.unit import Unit, read_unit

_NOT_DETECTED: Final = r"未检出|N\.?D\.?(?![A-Za-z])"
_DETECTION: Final = re.compile(rf"(?P<word>{_NOT_DETECTED}|检出)\s*(?P<portion>/[^\s(),;:<]+)?(?P<rest>.*)", re.IGNORECASE)
_NOT_QUANTIFIED: Final = re.compile(r"(?:N\.?Q\.?|<\s*(?:LOQ|定量限))(?:\s*[(,:]?\s*(?P<limit>[0-9].*?)\)?)?", re.IGNORECASE)
_BELOW_DETECTION: Final = re.compile(r"<\s*(?:LOD|检出限)(?:\s*[(,:]?\s*(?P<limit>[0-9].*?)\)?)?", re.IGNORECASE)
_STATED_LIMIT: Final = re.compile(
    r"[\s,;]*\(?\s*(?:(?P<kind>(?:方法)?检出限|(?:方法)?定量限|LOD|LOQ|<)(?:为|\((?:LOD|LOQ)\))?\s*[:=<]?)\s*"
    r"(?P<limit>[0-9].*?)\)?",
    re.IGNORECASE,
)
_QUANTIFICATION: Final = re.compile(r"定量限|LOQ", re.IGNORECASE)
_MENTIONS_DETECTION: Final = re.compile(rf"检出|{_NOT_DETECTED}|\bN\.?Q\b", re.IGNORECASE)
_CONFORMITY: Final = re.compile(r"(?:不符合|符合|不合格|合格)(?:[A-Z/]+[ T]*[0-9.—-]+)?(?:的?(?:规定|要求|标准))*")
_DIGIT: Final = re.compile(r"[0-9⁰¹²³⁴-⁹₀-₉①-⑳]")
_TWO_HAN: Final = re.compile(r"[\u3400-\u9fff].*[\u3400-\u9fff]")


@dataclass(frozen=True)
class Detection:
    """A detection word with what it states: test portion, limit of detection, limit of quantification."""

    qualifier: Literal["nd", "nq", "detected"] | None = None
    portion: Unit | None = None
    lod: Decimal | None = None
    loq: Decimal | None = None
    unit: str | None = None
    reason: Reason | None = None


def read_detection(text: str) -> Detection | None:
    """Read ``未检出``, ``ND(<0.01)``, ``未检出(检出限: 0.01 mg/kg)``, ``检出/25g``, ``NQ``; None for others.

    The text is folded already. The limits carry the unit in ``unit``. Reasons: those of read_quantity.
    Source: docs/domain.md, result grammar.
    """
    for pattern, qualifier in ((_NOT_QUANTIFIED, "nq"), (_BELOW_DETECTION, "nd")):
        match = pattern.fullmatch(text)
        if match is not None:
            return _with_limit("nq" if qualifier == "nq" else "nd", None, match.group("limit"), qualifier == "nq")
    match = _DETECTION.fullmatch(text)
    if match is None:
        return None
    portion = read_unit(match.group("portion"))
    if match.group("portion") and (portion is None or not portion.is_portion):
        return Detection(reason="unknown_unit")
    rest = match.group("rest").strip()
    if match.group("word") == "检出":
        return Detection("detected", portion) if not rest else Detection(reason="unreadable")
    if not rest:
        return Detection("nd", portion)
    stated = _STATED_LIMIT.fullmatch(rest)
    if stated is None:
        return Detection(reason="unreadable")
    return _with_limit("nd", portion, stated.group("limit"), bool(_QUANTIFICATION.search(stated.group("kind"))))


def is_qualitative(text: str) -> bool:
    """Whether the text is a result in words: ``合格``, ``不符合``, ``标签中未标注成分或配料表``.

    Words about detection are never taken for free words, nor is anything that holds a digit, except the
    standard conformed to.
    """
    if _CONFORMITY.fullmatch(text):
        return True
    return bool(_TWO_HAN.search(text)) and not _DIGIT.search(text) and not _MENTIONS_DETECTION.search(text)


def is_remark(text: str) -> bool:
    """Whether a piece of a list is a remark on the list (``结果均大于M``) and not one of its results."""
    return is_qualitative(text) and not _CONFORMITY.fullmatch(text)


def _with_limit(qualifier: Literal["nd", "nq"], portion: Unit | None, limit: str | None, quantification: bool) -> Detection:
    if limit is None:
        return Detection(qualifier, portion)
    quantity = read_quantity(limit)
    if quantity.reason is not None:
        return Detection(reason=quantity.reason)
    if quantification:
        return Detection(qualifier, portion, loq=quantity.value, unit=quantity.unit)
    return Detection(qualifier, portion, lod=quantity.value, unit=quantity.unit)
