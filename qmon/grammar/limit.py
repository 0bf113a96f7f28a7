"""Limits (标准值, 限量值, 最小/最大允许限): from cell texts to an operator and exact bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from qmon.grammar.entry import split_range
from qmon.grammar.number import flattened_powers, split_number
from qmon.grammar.plan import Plan, plan_size, read_plan
from qmon.grammar.quantity import one_unit, read_quantity
from qmon.grammar.reasons import Reason
from qmon.grammar.text import clean
from qmon.grammar.unit import looks_like_a_unit, read_unit

Operator = Literal["<=", ">=", "<", ">", "range", "=", "not_detected", "not_permitted", "plan", "qualitative"]

_SIGNS: Final[dict[str, Operator]] = {
    "≤": "<=", "<=": "<=", "不大于": "<=", "不超过": "<=", "不高于": "<=", "小于等于": "<=",
    "小于或等于": "<=", "大于或等于": ">=",
    "≥": ">=", ">=": ">=", "不小于": ">=", "不低于": ">=", "不少于": ">=", "大于等于": ">=",
    "<": "<", "小于": "<", "低于": "<", ">": ">", "大于": ">", "高于": ">", "=": "=",
}  # fmt: skip
_SIGN: Final = re.compile("|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True)))
_SIGN_BEHIND: Final = re.compile(r"(?P<sign>≤|≥)(?P<unit>(?![0-9]).*)")
_BOTH_SIGNS: Final = re.compile(r"(?P<low>≥[^≤]+?)[\s,;且]*(?P<high>≤[^≥]+)")
_NOT_DETECTED: Final = re.compile(r"(?:不得|不应|不可)(?:有)?检出(?P<unit>.*)")
_NOT_PERMITTED: Final = re.compile(r"(?:(?:不得|不应|不可|不允许|禁止)(?:使用|添加|人为添加|加入)|非法添加|禁用)(?P<unit>.*)")
_BASIS: Final = re.compile(r"(?P<limit>.*?)\s*\((?P<basis>(?:[^()]|\([^()]*\))+)\)")
_BASIS_UNBRACKETED: Final = re.compile(r"(?P<limit>[^,;]*?)[,;\s]+(?P<basis>(?:以|按)[^,;]*[计算])")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_QUALITATIVE: Final = re.compile(r"(?:应?(?:当)?(?:符合|按照?|依据|执行)).*|[^0-9]*[\u3400-\u9fff][^0-9]*[\u3400-\u9fff][^0-9]*")
_DETECTION_WORD: Final = re.compile(r"检出|阴性")
_ZERO: Final = Decimal(0)
_FLATTENED: Final = flattened_powers()  # no standard allows 104 germs


@dataclass(frozen=True)
class Limit:
    """One limit as read: exactly one of ``operator`` and ``reason`` is set.

    ``low`` and ``high`` are inclusive for "<=", ">=", "range", both 0 for "not_detected" and
    "not_permitted". ``basis`` is the bracketed condition (``脱水率按81%折算``). ``plan`` is kept beside a
    reason for its n.
    """

    operator: Operator | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    basis: str | None = None
    plan: Plan | None = None
    reason: Reason | None = None


def read_limit(
    limit_text: str | None,
    low_text: str | None = None,
    high_text: str | None = None,
    unit_text: str | None = None,
) -> Limit:
    """Read a limit from its text, from a laboratory's minimum and maximum columns, or from both.

    A bare number is never taken for a maximum; minimum and maximum both 0 mean 不得检出. The unit is
    canonical, from the text or the unit column. Reasons: empty, no_operator, limit_conflict (text and
    columns differ), flattened_exponent (``≤104CFU/g``), range_reversed, unit_conflict, unknown_unit, unreadable, and those of read_number
    and read_plan. Source: docs/domain.md, verdict algebra and result grammar.
    """
    text, low, high = clean(limit_text), clean(low_text), clean(high_text)
    from_text = _with_unit(_from_text(text, unit_text), unit_text) if text else Limit(reason="empty")
    if low is None and high is None:
        return from_text
    from_pair = _with_unit(_from_pair(low, high), unit_text)
    if from_text.reason is not None:
        return from_pair
    if from_pair.reason is not None or from_text.operator in ("plan", "qualitative"):
        return from_text
    # A minimum of 0 beside a maximum only fills the column.
    if (from_text.low or _ZERO, from_text.high) != (from_pair.low or _ZERO, from_pair.high):
        return Limit(reason="limit_conflict")
    return from_text


def _from_text(text: str, unit_text: str | None = None) -> Limit:
    if plan_size(text) is not None:
        plan = read_plan(text, unit_text)
        return Limit("plan" if plan.reason is None else None, unit=plan.unit, plan=plan, reason=plan.reason)
    for pattern, operator in ((_NOT_DETECTED, "not_detected"), (_NOT_PERMITTED, "not_permitted")):
        match = pattern.fullmatch(text)
        if match is not None:
            return _zero("not_detected" if operator == "not_detected" else "not_permitted", match["unit"])
    if _QUALITATIVE.fullmatch(text) and not _DETECTION_WORD.search(text) and not _SIGN.match(text):
        return Limit("qualitative")
    whole = _numeric(text)
    if whole.reason is None or whole.reason == "no_operator":
        return whole
    for pattern in (_BASIS, _BASIS_UNBRACKETED):
        match = pattern.fullmatch(text)
        if match is not None and not looks_like_a_unit(match["basis"]):
            return replace(_numeric(match["limit"]), basis=match["basis"].strip())
    return whole


def _zero(operator: Literal["not_detected", "not_permitted"], rest: str) -> Limit:
    rest = rest.strip()
    if not rest:
        return Limit(operator, _ZERO, _ZERO)
    unit = read_unit(rest)
    if unit is not None:
        return Limit(operator, _ZERO, _ZERO, unit.spelling)
    bracketed = _BASIS.fullmatch(rest)
    if bracketed is not None and not bracketed["limit"] and _HAN.search(bracketed["basis"]):
        return Limit(operator, _ZERO, _ZERO, basis=bracketed["basis"].strip())
    return Limit(reason="unknown_unit" if looks_like_a_unit(rest) else "unreadable")


def _numeric(text: str) -> Limit:
    sign = _SIGN.match(text)
    both = _BOTH_SIGNS.fullmatch(text)
    if both is not None:
        return _range(both["low"][1:], both["high"][1:])
    if sign is not None:
        quantity = read_quantity(text[sign.end() :])
        if quantity.reason is not None:
            return Limit(reason="unreadable" if quantity.reason == "empty" else quantity.reason)
        return _bounded(_SIGNS[sign.group()], quantity.value, quantity.unit)
    ends = split_range(text)
    if ends is not None:
        return _range(*ends)
    number, rest = split_number(text)
    behind = _SIGN_BEHIND.fullmatch(rest)
    if number and behind is not None:
        quantity = read_quantity(f"{number}{behind['unit']}")
        if quantity.reason is not None:
            return Limit(reason=quantity.reason)
        return _bounded(_SIGNS[behind["sign"]], quantity.value, quantity.unit)
    quantity = read_quantity(text)
    return Limit(reason=quantity.reason or "no_operator")


def _bounded(operator: Operator, value: Decimal | None, unit: str | None) -> Limit:
    low = value if operator in (">=", ">", "=") else None
    high = value if operator in ("<=", "<", "=") else None
    return Limit(operator, low, high, unit)


def _range(low_text: str, high_text: str) -> Limit:
    low, high = read_quantity(low_text), read_quantity(high_text)
    unit, conflict = one_unit(low.unit, high.unit)
    reason = low.reason or high.reason or conflict
    if low.value is None or high.value is None or reason is not None:
        return Limit(reason=reason)
    if low.value > high.value:
        return Limit(reason="range_reversed")
    return Limit("range", low.value, high.value, unit)


def _from_pair(low: str | None, high: str | None) -> Limit:
    if high is not None and _NOT_DETECTED.fullmatch(high):
        return _from_text(high)
    low = low.removeprefix("≥") if low is not None else None
    high = high.removeprefix("≤") if high is not None else None
    if low is None or high is None:
        return _numeric(f"≥{low}" if low is not None else f"≤{high}")
    limit = _range(low, high)
    if limit.low == limit.high == _ZERO:
        return replace(limit, operator="not_detected")
    return limit


def _with_unit(limit: Limit, unit_text: str | None) -> Limit:
    stated = clean(unit_text)
    if limit.reason is not None or limit.operator == "qualitative":
        return limit
    column = read_unit(stated)
    if stated is not None and column is None:
        return Limit(plan=limit.plan, reason="unknown_unit")
    unit, conflict = one_unit(limit.unit, column.spelling if column is not None else None)
    if conflict is not None:
        return Limit(plan=limit.plan, reason=conflict)
    counted = read_unit(unit)
    if counted is not None and counted.is_count and not _FLATTENED.isdisjoint((limit.low, limit.high)):
        return Limit(reason="flattened_exponent")
    return replace(limit, unit=unit)
