"""Dates as printed beside a batch number (生产日期/批号): the day, the batch, and what happened that day."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import Final

from qmon.grammar.reasons import Reason
from qmon.grammar.text import clean

FIRST_YEAR: Final = 1950
LAST_YEAR: Final = 2100

_KINDS: Final = {
    "生产": "production", "加工": "processing", "购进": "purchase", "进货": "purchase", "采购": "purchase",
    "检疫": "quarantine", "消毒": "disinfection", "包装": "packaging", "分装": "packaging",
    "屠宰": "slaughter", "灌装": "filling", "抽样": "sampling",
}  # fmt: skip
_KIND: Final = rf"(?P<kind>{'|'.join(_KINDS)})"
_KIND_IN_FRONT: Final = re.compile(rf"{_KIND}(?:日期|时间)?\s*[:]?\s*(?=[0-9])")
_KIND_BEHIND: Final = re.compile(rf"\s*\(?\s*{_KIND}(?:日期|时间)?\s*\)?")

# Of the years from FIRST_YEAR to LAST_YEAR only those of this century end in 00 to 49.
_THIS_CENTURY: Final = re.compile(r"(?=[0-4][0-9]\s*年\s*[0-9]{1,2}\s*月)")

_DAY: Final = re.compile(
    r"(?P<year>[0-9]{4})\s*(?:"
    r"(?P<sign>[-/.])\s*(?P<month>[0-9]{1,2})\s*(?P=sign)\s*(?P<day>[0-9]{1,2})"
    r"|年\s*(?P<han_month>[0-9]{1,2})\s*月\s*(?P<han_day>[0-9]{1,2})\s*(?P<end>[日号])?"
    r")(?P<rest>.*)"
)
_COMPACT: Final = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<rest>(?![0-9]).*)")
_CLOCK: Final = re.compile(r"[T ]\s?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?(?![0-9:])")
_TWO_DIGIT_YEAR: Final = re.compile(r"[0-9]{2}\s*(?:年\s*[0-9]{1,2}\s*月|([-/.])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])).*")
_DAY_AND_YEAR_LAST: Final = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{4}(?![0-9]).*")
_MONTH: Final = re.compile(r"[0-9]{4}\s*(?:年\s*[0-9]{1,2}\s*月?|[-/.][0-9]{1,2})")
_SERIAL: Final = re.compile(r"[1-9][0-9]{4}(?:\.[0-9]+)?")
_RUN_OF_DIGITS: Final = re.compile(r"[0-9]{6}|[0-9]{9,}.*")
_FUSED_BATCH: Final = re.compile(r"[0-9]{4}")
_ANOTHER_DAY: Final = re.compile(r"[0-9]{4}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月)")
_BATCH_LABEL: Final = re.compile(r"[\s/,;:、|_-]*(?:(?:生产)?批号|批次)?\s*[:]?\s*")


@dataclass(frozen=True)
class ReadDate:
    """A day as read, or the reason it was not.

    ``batch`` is the batch number written behind it. ``kind`` is the event the text names (production,
    processing, purchase, quarantine, disinfection, packaging, slaughter, filling, sampling) or None.
    """

    date: datetime.date | None = None
    batch: str | None = None
    kind: str | None = None
    reason: Reason | None = None


def read_date(text: str | None) -> ReadDate:
    """Read a date cell: ``2019/1/4``, ``2018年04月20日180420001``, ``20200609``, ``2021-05-07（购进日期）``.

    A clock time is dropped. ``20年1月2日`` is of 2020, no other year being accepted. Reasons: empty,
    two_digit_year (``20-1-2``: which of the three is the year is not said), month_only, excel_serial (never converted),
    ambiguous (``231011``; a day run into digits; two dates; day and month first), out_of_range (years
    outside 1950 to 2100), no_such_date, unreadable. Source: docs/domain.md, record schema and result grammar.
    """
    cleaned = clean(text)
    if cleaned is None:
        return ReadDate(reason="empty")
    kind: str | None = None
    front = _KIND_IN_FRONT.match(cleaned)
    if front is not None:
        kind, cleaned = _KINDS[front["kind"]], cleaned[front.end() :]
    if _THIS_CENTURY.match(cleaned):
        cleaned = f"20{cleaned}"
    match = _DAY.fullmatch(cleaned)
    if match is None:
        compact = _COMPACT.fullmatch(cleaned)
        if compact is None or (compact["rest"] and compact["rest"][0].isalpha() and compact["rest"][0].isascii()):
            return ReadDate(kind=kind, reason=_why_not(cleaned, compact is not None))
        return _dated(compact["year"], compact["month"], compact["day"], compact["rest"], kind)
    day, rest = match["day"] or match["han_day"], match["rest"]
    if match["end"] is None and rest[:1].isdigit():
        # A day that begins with 0 has two digits for certain; otherwise it could end one digit earlier.
        if not (day.startswith("0") and _FUSED_BATCH.match(rest)):
            return ReadDate(kind=kind, reason="ambiguous")
    elif match["end"] is None and rest.startswith("."):
        return ReadDate(kind=kind, reason="ambiguous")
    return _dated(match["year"], match["month"] or match["han_month"], day, rest, kind)


def _dated(year: str, month: str, day: str, rest: str, kind: str | None) -> ReadDate:
    clock = _CLOCK.match(rest)
    if clock is not None:
        rest = rest[clock.end() :]
    behind = _KIND_BEHIND.match(rest)
    if behind is not None and kind is None:
        kind, rest = _KINDS[behind["kind"]], rest[behind.end() :]
    read = ReadDate(kind=kind)
    if _ANOTHER_DAY.search(rest):
        return replace(read, reason="ambiguous")
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return replace(read, reason="out_of_range")
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return replace(read, reason="no_such_date")
    return replace(read, date=date, batch=_batch(rest))


def _batch(rest: str) -> str | None:
    # Asked before the label is cut off, so that "/--" stays the spelling of no batch.
    if clean(rest) is None:
        return None
    label = _BATCH_LABEL.match(rest)
    return clean(rest[label.end() :] if label else rest)


def _why_not(cleaned: str, compact: bool) -> Reason:
    if compact or _RUN_OF_DIGITS.fullmatch(cleaned) or _DAY_AND_YEAR_LAST.fullmatch(cleaned):
        return "ambiguous"
    if _TWO_DIGIT_YEAR.fullmatch(cleaned):
        return "two_digit_year"
    if _MONTH.fullmatch(cleaned):
        return "month_only"
    return "excel_serial" if _SERIAL.fullmatch(cleaned) else "unreadable"
