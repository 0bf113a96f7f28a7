"""Microbiological sampling plans (采样方案): ``n=5,c=2,m=2.5×10⁴,M=10⁵CFU/g``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from qmon.grammar.number import read_flattened_count, split_number
from qmon.grammar.quantity import Quantity, one_unit, read_quantity
from qmon.grammar.reasons import Reason
from qmon.grammar.text import clean
from qmon.grammar.unit import read_unit

UNIT_NOTE: Final = re.compile(r"\(\s*单位\s*:?\s*(?P<unit>[^()]+)\)")

_KEY: Final = re.compile(r"(?<![A-Za-z])([nNcCmM])\s*=\s*")
_SIZE: Final = re.compile(r"(?<![A-Za-z])[nN]\s*=\s*([1-9][0-9]{0,2})(?![0-9.])")
_OTHER_LIMIT: Final = re.compile(r"[≤≥<>]")
_COUNT: Final = re.compile(r"0|[1-9][0-9]{0,2}")
# No standard sets 102 to 109 as a bound, while 10² to 10⁹ are the usual ones.
_FLATTENED_POWER: Final = re.compile(r"(?:[1-9](?:\.[0-9])?\s*[×xX*]\s*)?10[2-9](?![0-9.])")
# From 2 (milk, 50000 and 100000) to 100 (pickles, 10 and 1000).
_MOST_BETWEEN_M_AND_UPPER_M: Final = 100
_TEN_AND_NOTHING_MORE: Final = "10"
_SEPARATORS: Final = " ,;、/"


@dataclass(frozen=True)
class Plan:
    """A plan: n units tested, c of them allowed between m and M; ``upper_m`` (M) is None in a two-class plan.

    n and c stay readable beside a reason; m and M are then None.
    """

    n: int | None = None
    c: int | None = None
    m: Decimal | None = None
    upper_m: Decimal | None = None
    unit: str | None = None
    reason: Reason | None = None


def plan_size(text: str | None) -> int | None:
    """Return the n of the plan in the text, also where the rest of the plan cannot be read."""
    match = _SIZE.search(clean(text) or "")
    return int(match.group(1)) if match else None


def read_plan(text: str | None, unit_text: str | None = None) -> Plan:
    """Read a plan in any of its spellings: full-width, over several lines, ``m=0/25g``, ``（单位：CFU/g）``.

    m and M carry one unit, CFU/g or a test portion such as /25g; ``unit_text`` is the unit column. Flattened
    exponents (``m=104CFU/g,M=105CFU/g``) are read where the unit counts germs and M is then 2 to 100 times m, as
    in the plans of the standards. Reasons: empty, no_plan, plan_incomplete (n, c or m missing), plan_invalid
    (c ≥ n, m > M), flattened_exponent (``m=104`` without such a proof), truncated_exponent (``m=2.5×10``;
    ``m=10,M=10``), broken_exponent, out_of_range, unknown_unit, unit_conflict, unreadable. Source:
    docs/domain.md, sampling plans and results grammar.
    """
    cleaned = clean(text)
    if cleaned is None:
        return Plan(reason="empty")
    note = UNIT_NOTE.search(cleaned)
    body = UNIT_NOTE.sub("", cleaned, count=1).strip()
    keys = list(_KEY.finditer(body))
    if not any(key.group(1) in "nN" for key in keys):
        return Plan(reason="no_plan")
    if _OTHER_LIMIT.search(body[: keys[0].start()]):
        return Plan(reason="unreadable")
    ends = [key.start() for key in keys[1:]] + [len(body)]
    written: dict[str, str] = {}
    for key, end in zip(keys, ends, strict=True):
        # Only m and M tell apart by case; n and c are typed either way.
        name = key.group(1) if key.group(1) in "mM" else key.group(1).lower()
        if name in written:
            return Plan(reason="unreadable")
        written[name] = body[key.end() : end].strip(_SEPARATORS)
    n, c = _count(written.get("n")), _count(written.get("c"))
    plan = Plan(n=n, c=c)
    if not {"n", "c", "m"} <= written.keys():
        return replace(plan, reason="plan_incomplete")
    if n is None or c is None:
        return replace(plan, reason="unreadable")
    if c >= n:
        return replace(plan, reason="plan_invalid")
    return _with_bounds(plan, written["m"], written.get("M"), note.group("unit") if note else None, unit_text)


def _with_bounds(plan: Plan, m_text: str, upper_text: str | None, noted_unit: str | None, unit_text: str | None) -> Plan:
    m, upper = read_quantity(m_text), read_quantity(upper_text) if upper_text is not None else Quantity()
    if _FLATTENED_POWER.match(m_text) or _FLATTENED_POWER.match(upper_text or ""):
        m, upper = _unflattened(m_text), _unflattened(upper_text)
        stated = [read_unit(text) for text in (m.unit, upper.unit, noted_unit, unit_text)]
        if not any(unit is not None and unit.is_count for unit in stated) or not _far_apart(m, upper):
            return replace(plan, reason="flattened_exponent")
    reason = m.reason or upper.reason
    if reason is None and _cut_after_ten(m, m_text, upper, upper_text, noted_unit):
        reason = "truncated_exponent"
    if reason is None and m.value is not None and upper.value is not None and m.value > upper.value:
        reason = "plan_invalid"
    noted = read_unit(noted_unit)
    if reason is None and noted_unit is not None and noted is None:
        reason = "unknown_unit"
    unit, conflict = one_unit(m.unit, upper.unit, noted.spelling if noted else None)
    reason = reason or conflict
    if reason is not None:
        return replace(plan, reason=reason)
    return replace(plan, m=m.value, upper_m=upper.value, unit=unit)


def _unflattened(text: str | None) -> Quantity:
    """One bound with its lost exponent back in its place."""
    if text is None or _FLATTENED_POWER.match(text) is None:
        return read_quantity(text)
    written, rest = split_number(text)
    number, unit = read_flattened_count(written), read_unit(rest)
    if unit is None:
        return Quantity(number.value, number.decimals, reason="unknown_unit" if rest else number.reason)
    return Quantity(number.value, number.decimals, unit.spelling, number.reason)


def _far_apart(m: Quantity, upper: Quantity) -> bool:
    return m.value is not None and upper.value is not None and 2 * m.value <= upper.value <= _MOST_BETWEEN_M_AND_UPPER_M * m.value


def _cut_after_ten(m: Quantity, m_text: str, upper: Quantity, upper_text: str | None, noted_unit: str | None) -> bool:
    """Whether a 10 at the end of the text is what was left of a power of ten.

    A lost superscript takes everything after it along, the unit included.
    """
    if upper_text is None:
        return m_text == _TEN_AND_NOTHING_MORE and noted_unit is None
    if m.value == upper.value == 10:
        return True
    if upper_text != _TEN_AND_NOTHING_MORE or noted_unit is not None:
        return False
    return m.unit is not None or (m.value is not None and m.value > 10)


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and _COUNT.fullmatch(text) else None
