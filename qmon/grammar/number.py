"""Numbers as printed in results and limits, read as exact decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from qmon.grammar.reasons import Reason
from qmon.grammar.text import clean

MAX_INTEGER_DIGITS: Final = 23
MAX_DECIMALS: Final = 15

_SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_FROM_SUPERSCRIPT: Final = str.maketrans(_SUPERSCRIPTS, "0123456789+-")

_PLAIN: Final = r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
_THOUSANDS: Final = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"
_TIMES: Final = r"\s*[×xX*]\s*"
_POWER: Final = rf"<sup>\s*(?P<html>[+-]?[0-9]+)\s*</sup>|\^\s*(?P<caret>\(?[+-]?[0-9]+\)?)|(?P<sup>[{_SUPERSCRIPTS}]+)"

_NUMBER: Final = re.compile(rf"(?P<sign>[+-]?)(?:(?P<mantissa>{_THOUSANDS}|{_PLAIN})(?:{_TIMES}10(?:{_POWER})|[eE](?P<e>[+-]?[0-9]+))?)")
_BARE_POWER: Final = re.compile(rf"(?P<sign>[+-]?)10(?:{_POWER})")
_EXPONENT: Final = re.compile(r"\(?([+-]?)([0-9]+)\)?")

_CUT_OFF: Final = re.compile(rf"[+-]?(?:{_PLAIN}){_TIMES}10")
_FLATTENED: Final = re.compile(rf"[+-]?(?:{_PLAIN}){_TIMES}10-?[1-9][0-9]?")
_FLATTENED_COUNT: Final = re.compile(rf"(?:(?P<mantissa>[1-9](?:\.[0-9])?){_TIMES})?10(?P<exponent>[2-9])")
# 1.2×10-3 is no product, and no range either: its end would lie below its beginning.
_BEHIND_A_MINUS: Final = re.compile(rf"(?P<sign>[+-]?)(?P<mantissa>[1-9](?:\.[0-9]+)?){_TIMES}10(?P<exponent>-[1-9])")
_BROKEN: Final = re.compile(
    rf"[+-]?(?:(?:{_PLAIN}){_TIMES})?10(?:[?□�^].*|(?:<sup>.*?</sup>|[{_SUPERSCRIPTS}]+).+|<sup>.*)|[+-]?{_PLAIN}[eE][+-]?"
)

_LEADING: Final = re.compile(
    rf"[+-]?(?:"
    rf"(?:[0-9][0-9,]*(?:\.[0-9]+)?{_TIMES})?10"
    rf"(?:(?:<sup>[^<]*</sup>|\^\s*\(?[+-]?[0-9]*\)?|[{_SUPERSCRIPTS}]+)[0-9.?]*|[?□�]+)"
    rf"|[0-9][0-9,]*(?:\.[0-9]+)?(?:{_TIMES}10(?:-?[0-9]+)?|[eE][+-]?[0-9]+)?"
    rf")"
)


@dataclass(frozen=True)
class Number:
    """An exact number, the decimals it was printed with, or the reason it was not read."""

    value: Decimal | None = None
    decimals: int | None = None
    reason: Reason | None = None


def read_number(text: str | None) -> Number:
    """Read one number without a unit: ``3.30``, ``1,072``, ``1.2×10⁴``, ``1.2*10^4``, ``1.2E4``, ``10⁵``.

    Trailing zeros count as decimals (3.30 has two; 3.50×10² is 350 with none). A flattened exponent is read
    where a minus proves it (``1.2×10-3``). Reasons: empty, flattened_exponent (``3.0×102``),
    truncated_exponent (``1.4×10``), broken_exponent (``3.9×10?``), out_of_range (23 digits before and 15 after
    the point at most), unreadable. Source: docs/domain.md, result grammar.
    """
    cleaned = clean(text)
    if cleaned is None:
        return Number(reason="empty")
    match = _NUMBER.fullmatch(cleaned) or _BARE_POWER.fullmatch(cleaned)
    if match is None:
        negative = _BEHIND_A_MINUS.fullmatch(cleaned)
        if negative is None:
            return Number(reason=_why_not(cleaned))
        return _scaled(negative["sign"] == "-", negative["mantissa"], int(negative["exponent"]))
    found = match.groupdict()
    mantissa = (found.get("mantissa") or "1").replace(",", "")
    exponent = _exponent(found)
    if exponent is None:
        return Number(reason="broken_exponent")
    return _scaled(found["sign"] == "-", mantissa, exponent)


def read_flattened_count(text: str) -> Number:
    """Read ``5.2×103`` as 5.2×10³ and ``104`` as 10⁴; the caller knows that a count of germs is meant.

    A count from 100 on is reported with two digits and a power of ten (GB 4789.2), and 5.2×103 is no product:
    nobody prints a count as one. Reason flattened_exponent for every other form.
    """
    match = _FLATTENED_COUNT.fullmatch(text)
    if match is None:
        return Number(reason="flattened_exponent")
    return _scaled(False, match["mantissa"] or "1", int(match["exponent"]))


def flattened_powers() -> frozenset[Decimal | None]:
    """10² to 10⁹ as they look without their superscripts: 102 to 109. No count of colonies looks like that: from 100 on it is reported with
    two digits that are not 0 at most (GB 4789.2)."""
    return frozenset(Decimal(power) for power in range(102, 110))


def split_number(text: str) -> tuple[str, str]:
    """Split a folded text into the number it begins with, readable or not, and what follows it.

    The number part is empty where the text does not begin with one.
    """
    match = _LEADING.match(text)
    if match is None:
        return "", text.strip()
    return match.group(), text[match.end() :].strip()


def plain_text(value: Decimal) -> str:
    """Return the decimal written out without an exponent, trailing zeros kept."""
    return format(value, "f")


def _exponent(found: dict[str, str | None]) -> int | None:
    written = found.get("html") or found.get("caret") or found.get("e")
    if written is None:
        superscript = found.get("sup")
        written = "0" if superscript is None else superscript.translate(_FROM_SUPERSCRIPT)
    match = _EXPONENT.fullmatch(written)
    if match is None or written.startswith("(") != written.endswith(")"):
        return None
    sign, digits = match.groups()
    # A longer exponent is out of range whatever the mantissa; capped so that no giant number is built.
    size = int(digits) if len(digits) <= 3 else 999
    return -size if sign == "-" else size


def _scaled(negative: bool, mantissa: str, exponent: int) -> Number:
    whole, _, fraction = mantissa.partition(".")
    shift = exponent - len(fraction)
    if len(mantissa) > 200 or shift < -MAX_DECIMALS or exponent > 100:
        return Number(reason="out_of_range")
    digits = (whole + fraction + "0" * max(shift, 0)).lstrip("0") or "0"
    # Built from its digits: arithmetic would round to the precision of the current context.
    sign = 1 if negative and digits != "0" else 0
    value = Decimal((sign, tuple(int(digit) for digit in digits), min(shift, 0)))
    if value.adjusted() >= MAX_INTEGER_DIGITS:
        return Number(reason="out_of_range")
    return Number(value, max(-shift, 0))


def _why_not(cleaned: str) -> Reason:
    if _CUT_OFF.fullmatch(cleaned):
        return "truncated_exponent"
    if _FLATTENED.fullmatch(cleaned):
        return "flattened_exponent"
    if _BROKEN.fullmatch(cleaned):
        return "broken_exponent"
    return "unreadable"
