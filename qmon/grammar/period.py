"""Periods as printed over published figures: the months they cover, or the issue or round that they are called by."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from qmon.grammar.date import read_date
from qmon.grammar.text import clean

_HAN: Final = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)}
_YEAR: Final = r"(?P<year>(?:19|20)[0-9]{2})"
_COUNT: Final = r"(?P<count>[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_MONTH: Final = r"(?P<month>1[0-2]|0?[1-9])"
_LAST: Final = r"(?P<last>1[0-2]|0?[1-9])"
_HAN_MONTH: Final = _MONTH.replace("month", "han_month")  # a name stands once in a pattern
_HAN_LAST: Final = _LAST.replace("last", "han_last")

# Each kind with the ways to write it; within a title the first that is found is meant.
_FORMS: Final = (
    ("issue", rf"{_YEAR}年?(?:度)?第{_COUNT}(?:期|号)"),
    ("round", rf"{_YEAR}年?(?:度)?第{_COUNT}(?:批|轮|次)次?"),
    ("half_year", rf"{_YEAR}(?:-?H(?P<half>[12])|年?(?P<han_half>[上下])半年)"),
    ("quarter", rf"{_YEAR}(?:-?Q(?P<quarter>[1-4])|年?第?(?P<han_quarter>[一二三四1-4])季度?)"),
    ("range", rf"{_YEAR}(?:-{_MONTH}/{_LAST}|年{_HAN_MONTH}月?[-~至—]{_HAN_LAST}月)"),
    ("month", rf"{_YEAR}(?:-{_MONTH}|年{_HAN_MONTH}月)"),
    ("year", rf"{_YEAR}(?:年度?)"),
)
_WHOLE: Final = tuple((kind, re.compile(form)) for kind, form in _FORMS)
# A month within a date, or a year within a longer number, is no period.
_WITHIN: Final = tuple((kind, re.compile(rf"(?<![0-9]){form}(?![0-9]|-[0-9]|[0-9]{{0,2}}日)")) for kind, form in _FORMS)
_BARE_YEAR: Final = re.compile(_YEAR)
_RUNNING: Final = re.compile(r"[(]总第?[0-9]+[期号][)]$")


class Period(NamedTuple):
    """A period: its kind and how it is written here; both None where the text is none that is known.

    kind and period: month 2024-05, quarter 2024-Q1, half_year 2024-H1, year 2024, day 2016-01-21, range 2024-05/2024-06 (first and last
    month), issue 2025-20 (期, 号), round 2023-2 (批, 轮).
    """

    kind: str | None = None
    period: str | None = None


def read_period(text: str | None) -> Period:
    """Read ``2024Q4``, ``2023年上半年``, ``2021年度``, ``2024-05/06``, ``2025年第20期（总第400期）``, ``2016-01-21``; all of it or nothing.

    ``2012春`` and ``2022 电动自行车`` are no period: what is not named for certain stays unread. Source: docs/domain.md, publication
    conventions.
    """
    cleaned = clean(text)
    if cleaned is None:
        return Period()
    plain = _RUNNING.sub("", "".join(cleaned.split()).upper())
    for kind, form in _WHOLE:
        match = form.fullmatch(plain)
        if match is not None:
            return Period(kind, _written(kind, match))
    if _BARE_YEAR.fullmatch(plain):
        return Period("year", plain)
    day = read_date(cleaned)
    return Period("day", day.date.isoformat()) if day.date is not None and day.batch is None and day.kind is None else Period()


def find_period(text: str | None) -> str | None:
    """The period that a title names, as it stands there; None where it names none. The day of a notice is not the period it speaks of."""
    cleaned = (clean(text) or "").upper()
    found = next((match for _, form in _WITHIN if (match := form.search(cleaned)) is not None), None)
    return found.group() if found is not None else None


def _written(kind: str, match: re.Match[str]) -> str:
    found = match.groupdict()
    year = found["year"]
    if kind in ("issue", "round"):
        return f"{year}-{_number(found['count'])}"
    if kind == "half_year":
        return f"{year}-H{found['half'] or (1 if found['han_half'] == '上' else 2)}"
    if kind == "quarter":
        return f"{year}-Q{found['quarter'] or _number(found['han_quarter'])}"
    if kind == "year":
        return year
    months = [found[name] for name in ("month", "han_month", "last", "han_last") if found.get(name)]
    return "/".join(f"{year}-{int(month):02}" for month in months)


def _number(text: str) -> int:
    """20 or 二十: a number up to 99 in either writing."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + _HAN.get(ones, 0)
