"""Readings: what a column's text means, by the grammar and the reference tables, as the plain tuples that columns are made of."""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from qmon import grammar
from qmon.reference import categories, industries, items, offices, printed_words, regions
from qmon.verdict.item import derive, near

ITEM = ("item_name", "item_code", "hazard_class", "item_kind")
FIRMS = ("producer_name", "entrusting_name", "importer_name", "origin_country")
RESULT = ("qualifier", "value", "first_value", "bound", "values", "decimals", "unit", "lod", "loq", "value_reason")
LIMIT = (
    "limit_operator",
    "limit_low",
    "limit_high",
    "limit_unit",
    "limit_basis",
    "limit_reason",
    "plan_n",
    "plan_c",
    "plan_m",
    "plan_upper_m",
)
JUDGED = ("item_verdict_derived", "item_verdict_reason", "near_limit", "value_over_limit", "lod_over_limit")

_ISSUE = re.compile(r"(?P<year>20\d\d)年?[^0-9]{0,12}?第?(?P<issue>\d{1,3})(?:期|号)")
_DATE = re.compile(r"(?<!\d)20\d{2}(?:年\d{1,2}月\d{1,2}日|[-.]\d{1,2}[-.]\d{1,2}|[01]\d[0-3]\d)(?!\d)")

# What the label says is tested, not the product (标签, 标识, 标志, 说明书): label-only failures are counted apart.
_LABEL = re.compile("标签|标识|标志|说明书")
_EVERYWHERE = ("全国", "国家")


_POINTS = re.compile(r"([+-]|提高了?|上升了?|下降了?|降低)?(\d+(?:\.\d+)?)(?:个?百分点)?")


def date_of(text: str | None) -> tuple[datetime.date | None, str | None, str | None]:
    """The date, why it was not read, and a batch number written behind it. A purchase date is no production date."""
    if text is None:
        return None, None, None
    read = grammar.read_date(text)
    if read.kind not in (None, "production"):
        return None, "not_production", read.batch
    return read.date, read.reason, read.batch


def firms_of(text: str | None) -> tuple[str | None, ...]:
    """FIRMS of a producer's cell, then why they were not told apart. A name without a role is the producer's."""
    if text is None:
        return (None,) * (len(FIRMS) + 1)
    read = grammar.read_firms(text)
    return read.name("maker") or read.name(None), read.name("entrusting"), read.name("importer"), read.origin, read.reason


def region_of(whole: str | None, province: str | None, city: str | None, county: str | None) -> tuple[str | None, bool, str | None]:
    """The GB/T 2260 code of a place, whether there was a text that is no known place, and that text."""
    parts = [part for part in (province, city, county) if part] or ([whole] if whole else [])
    if not parts:
        return None, False, None
    shown = "".join(parts)
    code = regions.read_region(shown)
    return code, code is None, shown


def category_of(domain: str, text: str | None, lookup: dict[str, str | None]) -> tuple[str | None, bool]:
    """The code of a category in its domain, and whether there was a text that is none."""
    if text is None:
        return None, False
    if text in lookup:
        return lookup[text], False
    category = categories.read_category(domain, text)
    return (category.code, False) if category else (None, True)


def region_of_office(text: str) -> str | None:
    """The place of the office that ordered the check; none for the national office."""
    return offices.read_office_region(text)


def level_of_office(text: str) -> str | None:
    """The level of the office that ordered the check."""
    return offices.office_level(text)


def level_of_title(text: str) -> str | None:
    """The level of the office that a notice's title names."""
    office = offices.office_in(text)
    return offices.office_level(office) if office is not None else None


def issue_of_title(text: str) -> str | None:
    """2025年第20期 -> 2025-20; an issue without its year is none, for the next year has one of the same number."""
    found = _ISSUE.search(grammar.clean(text) or "")
    return f"{found['year']}-{found['issue']}" if found else None


def date_of_title(text: str) -> datetime.date | None:
    """The last whole date in a title or in the names of file and folder."""
    dates = [grammar.read_date(found).date for found in _DATE.findall(text)]
    return next((date for date in reversed(dates) if date is not None), None)


def item_of(domain: str, text: str | None, category_text: str | None) -> tuple[str | None, ...]:
    """ITEM, then a limit and a unit that were written into the item's name. One name may be another item in another category."""
    if text is None:
        return (None,) * (len(ITEM) + 2)
    read = grammar.read_item(text)
    category = categories.read_category(domain, category_text) if category_text else None
    known = items.read_item_code(domain, read.name, category.code if category else None) if read.name else None
    kind = "label" if _LABEL.search(read.name or "") else "physical"
    return (
        read.name,
        known.code if known else None,
        known.hazard_class if known else None,
        kind,
        read.limit_text,
        read.unit_text,
    )


def items_in(domain: str, text: str) -> tuple[str, ...]:
    """The names of the items that a cell lists; the whole cell where that is not sure."""
    return items.read_item_list(domain, text)


def result_of(value_text: str | None, unit_text: str | None, plan_text: str | None) -> tuple[Any, ...]:
    """RESULT of a delivered result: exact, or empty with the reason."""
    if value_text is None:
        return (None,) * len(RESULT)
    read = grammar.read_result(value_text, unit_text, plan_text)
    qualifier = "vector" if read.values is not None else read.qualifier
    values = list(read.values) if read.values is not None else None
    return qualifier, read.value, read.first_value, read.bound, values, read.decimals, read.unit, read.lod, read.loq, read.reason


def limit_of(limit_text: str | None, low: str | None, high: str | None, unit_text: str | None) -> tuple[Any, ...]:
    """LIMIT of a delivered limit: exact, or empty with the reason."""
    if limit_text is None and low is None and high is None:
        return (None,) * len(LIMIT)
    read = grammar.read_limit(limit_text, low, high, unit_text)
    if read.reason == "unreadable" and limit_text is None and low is None:
        # The upload template has one column for every upper limit: words and plans stand in it too.
        read = grammar.read_limit(high, None, None, unit_text)
    plan = read.plan
    bounds = (plan.n, plan.c, plan.m, plan.upper_m) if plan is not None else (None,) * 4
    return (
        read.operator,
        read.low,
        read.high,
        read.unit or (plan.unit if plan is not None else None),
        read.basis,
        read.reason,
        *bounds,
    )


def lod_of(text: str | None, unit_text: str | None, unit: str | None) -> tuple[Decimal | None] | None:
    """A limit of detection in the unit of the result; none where it cannot be converted exactly."""
    if text is None:
        return None
    read = grammar.read_result(text, unit_text)
    if read.value is None or read.unit == unit or unit is None:
        return (read.value,)
    try:
        exact = grammar.convert(read.value, read.unit, unit) if read.unit else None
    except grammar.UnitMismatch:
        return None
    if exact is None or 10**15 % exact.denominator:
        return None
    return (Decimal(exact.numerator * (10**15 // exact.denominator)).scaleb(-15),)


def judged_of(
    result: tuple[Any, ...],
    limit: tuple[Any, ...],
    lod: tuple[Decimal | None] | None,
    item: tuple[str | None, ...],
    kind: tuple[str | None],
    track: tuple[str | None],
) -> tuple[str | None, str | None, bool, float | None, float | None]:
    """JUDGED of a tested item, from RESULT, LIMIT, its limit of detection, ITEM, item_kind and track.

    The ratios to the upper limit only show what is implausible; they judge nothing. Full values are compared: what a standard says
    otherwise, and sums of components, are judged again once the delivery is whole (qmon/judged/again.py).
    """
    read = dict(zip(RESULT, result, strict=True))
    if read["lod"] is None and lod is not None:
        read["lod"] = lod[0]
    found, against = result_in(read), limit_in(dict(zip(LIMIT, limit, strict=True)))
    derived = derive(found, against, item_name=item[0], item_kind=kind[0], track=track[0])
    return *derived, near(found, against), _over_limit(found.value, found, against), _over_limit(found.lod, found, against)


def result_in(row: Mapping[str, Any]) -> grammar.Result:
    """The result in the columns RESULT of a tested item."""
    values = tuple(row["values"]) if row["values"] is not None else None
    return grammar.Result(
        row["qualifier"] if values is None else "=",
        row["value"],
        unit=row["unit"],
        bound=row["bound"],
        lod=row["lod"],
        loq=row["loq"],
        values=values,
        reason=row["value_reason"],
    )


def limit_in(row: Mapping[str, Any]) -> grammar.Limit:
    """The limit in the columns LIMIT of a tested item."""
    return grammar.Limit(
        row["limit_operator"],
        row["limit_low"],
        row["limit_high"],
        row["limit_unit"],
        row["limit_basis"],
        grammar.Plan(row["plan_n"], row["plan_c"], row["plan_m"], row["plan_upper_m"]),
        row["limit_reason"],
    )


def _over_limit(amount: Decimal | None, result: grammar.Result, limit: grammar.Limit) -> float | None:
    """An amount in the result's unit over the upper limit; none where they measure different things or nothing is known."""
    if amount is None or limit.high is None or limit.high <= 0:
        return None
    if result.unit == limit.unit or limit.unit is None:
        return float(amount) / float(limit.high)
    if result.unit is None:
        return None
    try:
        return float(grammar.convert(amount, result.unit, limit.unit) / Fraction(limit.high))
    except grammar.UnitMismatch:
        return None


# ── what some body printed ────────────────────────────────────────────────────────────────────────────────────────────


def domain_of(text: str) -> str | None:
    """The domain of what figures are printed about."""
    return printed_words.domain(text)


def place_of(text: str) -> str | None:
    """The code of a place as printed over figures: 全国 -> ALL, 青岛(山东) -> 370200, 山东省市场监管局 -> 370000."""
    if text in _EVERYWHERE:
        return "ALL"
    place, *narrowed = [part for part in re.split(r"[(),、]", text) if part] or [text]
    return regions.read_region(text) or regions.read_region("".join([*reversed(narrowed), place])) or offices.read_office_region(text)


def industry_of(text: str) -> str | None:
    """The division of an industry: C35 专用设备制造业 -> C35."""
    return industries.read_industry(text)


def amount_of(text: str) -> Decimal | None:
    """A sum of money as an exact number that is not negative."""
    amount = grammar.read_number(text).value
    return amount if amount is not None and amount >= 0 else None


def points_of(text: str) -> Decimal | None:
    """A change in percentage points with its sign: +0.5, 下降0.13个百分点, -0.1."""
    plain = grammar.clean(text)
    found = _POINTS.fullmatch(plain.replace(" ", "")) if plain is not None else None
    if found is None:
        return None
    value = Decimal(found[2])
    return -value if found[1] in ("-", "下降", "降低", "下降了") else value


def period_of(text: str) -> str | None:
    """A period as grammar.read_period writes it."""
    return grammar.read_period(text).period


def period_kind_of(text: str) -> str | None:
    """The kind of a period: month, quarter, half_year, year, day, range, issue, round."""
    return grammar.read_period(text).kind


def count_of(text: str) -> int | None:
    """A printed count, its unit passed over."""
    return grammar.read_count(text).value


def counted_unit_of(text: str) -> str | None:
    """What is counted, in its canonical word: 家企业 -> 企业."""
    return printed_words.counted_unit(text)


def rate_of(text: str) -> Decimal | None:
    """A printed rate in per cent."""
    return grammar.read_rate(text).value


def decimals_of_rate(text: str) -> int | None:
    """How many decimals a printed rate has."""
    return grammar.read_rate(text).decimals
