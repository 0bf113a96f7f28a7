"""Results (检验结果): from the text of a cell to a qualifier, a value, or the list of a plan's values."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from qmon.grammar.entries import could_be_thousands, is_labelled, split_entries
from qmon.grammar.entry import Entry, read_entry
from qmon.grammar.number import flattened_powers
from qmon.grammar.plan import UNIT_NOTE, plan_size
from qmon.grammar.quantity import one_unit
from qmon.grammar.reasons import Reason
from qmon.grammar.text import clean, fold
from qmon.grammar.unit import Unit, read_unit
from qmon.grammar.words import is_qualitative, read_detection

Qualifier = Literal["=", "<", ">", "nd", "nq", "detected", "not_detected", "qualitative"]

_TWO_TESTS: Final = re.compile(r"初检.*复检|复检.*初检", re.DOTALL)
_OF_A_TEST: Final = re.compile(r"(?P<test>初检|复检)(?:结果|值)?\s*:?\s*(?P<result>[^初复]+?)[\s,;、/]*(?=初检|复检|$)")
_DECIMAL_COMMA: Final = re.compile(r"[0-9]+,\s?[0-9]+[^0-9]*")
_PRESENCE_LIMIT: Final = re.compile(r"(?:=\s*0|检出)\s*(?P<portion>/[^,;\s()]+)")
_GERMS: Final = re.compile(r"CFU|MPN", re.IGNORECASE)
_USUAL_SIZE: Final = 5
_PLAIN: Final = re.compile(r"(?P<number>(?:0|[1-9][0-9]{0,22})(?:\.(?P<decimals>[0-9]{1,15}))?) ?(?P<unit>[^0-9\s].*)?")
_THOUSANDS_GROUP: Final = re.compile(r"(?<![0-9.])[1-9][0-9]{0,2},[0-9]{3}(?![0-9])")


@dataclass(frozen=True)
class Result:
    """One result as read: exactly one of ``qualifier`` and ``reason`` is set.

    ``value`` only after "=", ``bound`` only after "<" and ">" (a censored value is never a number), each
    with the ``decimals`` it was printed with; ``lod`` and ``loq`` in ``unit``; ``values`` for a list, each
    a plain decimal text, "<10", ">10", "detected" or "not_detected". ``first_value`` is what the first test gave
    where ``value`` is that of the re-test (复检).
    """

    qualifier: Qualifier | None = None
    value: Decimal | None = None
    decimals: int | None = None
    unit: str | None = None
    bound: Decimal | None = None
    lod: Decimal | None = None
    loq: Decimal | None = None
    values: tuple[str, ...] | None = None
    first_value: Decimal | None = None
    reason: Reason | None = None


def read_result(value_text: str | None, unit_text: str | None = None, limit_text: str | None = None) -> Result:
    """Read a result cell, its unit column, and the limit cell (for the n of a plan and the test portion).

    The unit is the canonical spelling of the one in the cell or the column; words carry none. Without a plan
    only five values make a list: n is 5 in nearly every plan of GB 29921. "<0.01" puts 0.01 in ``bound`` and, as
    nothing says which limit it is, in ``lod``. Of a first test and a re-test the re-test counts (docs/domain.md,
    life cycle). A flattened exponent is read where germs are counted, but 104CFU/g may be 104 or 10⁴. Reasons: empty,
    those of read_number, range_value, limit_as_result, two_values, no_plan (a list of another length), plan_count, unknown_unit,
    unit_conflict, ambiguous (digits between several thousands marks), unreadable. Source: docs/domain.md,
    results grammar.
    """
    return _plain(value_text, unit_text, limit_text) or read_any_result(value_text, unit_text, limit_text)


def _plain(value_text: str | None, unit_text: str | None, limit_text: str | None) -> Result | None:
    """A plain number with a known unit or none, as most cells are, at a fifth of the time; None for every other cell."""
    match = _PLAIN.fullmatch(value_text) if value_text is not None else None
    if match is None or plan_size(limit_text) is not None:
        return None
    written, column = match["unit"], clean(unit_text)
    units = {unit.spelling if (unit := read_unit(text)) else None for text in (written, column) if text}
    if None in units or len(units) > 1:
        return None
    result = Result("=", Decimal(match["number"]), len(match["decimals"] or ""), units.pop() if units else None)
    return _as_a_count(result)


def _as_a_count(result: Result) -> Result:
    """The result, unless it is a count of colonies that looks like a power of ten without its superscript (104CFU/g)."""
    unit = read_unit(result.unit)
    if unit is None or not unit.dimension.startswith("count_per_"):
        return result
    numbers = [result.value, *(Decimal(text) for text in result.values or () if text.isdecimal())]
    return result if flattened_powers().isdisjoint(numbers) else Result(reason="flattened_exponent")


def read_any_result(value_text: str | None, unit_text: str | None = None, limit_text: str | None = None) -> Result:
    """What read_result answers, without the short way for plain numbers."""
    one_line = clean(value_text)
    if value_text is None or one_line is None:
        return Result(reason="empty")
    if is_qualitative(one_line):
        return Result("qualitative")
    if _TWO_TESTS.search(one_line):
        return _of_two_tests(one_line, unit_text, limit_text)
    folded = fold(value_text)
    note = UNIT_NOTE.search(folded)
    body = UNIT_NOTE.sub("", folded, count=1).strip()
    n = plan_size(limit_text)
    texts = _entry_texts(body, n)
    entries = [read_entry(entry) for entry in texts]
    if any(entry.reason == "flattened_exponent" for entry in entries) and _GERMS.search(f"{value_text} {unit_text} {limit_text}"):
        entries = [read_entry(entry, is_count=True) for entry in texts]
    stated = [text for text in (clean(unit_text), note["unit"] if note else None) if text is not None]
    reason = _first_reason(body, entries, n)
    if reason is not None:
        return Result(reason=reason)
    needs_unit = any(entry.number is not None or entry.lod or entry.loq for entry in entries)
    units = [read_unit(text) for text in stated]
    if needs_unit and None in units:
        return Result(reason="unknown_unit")
    known = [unit.spelling for unit in units if unit is not None]
    unit, conflict = one_unit(*known, *(entry.unit for entry in entries))
    if conflict is not None:
        return Result(reason=conflict)
    if len(entries) == 1:
        return _single(entries[0], unit, n is not None or _is_presence(units, limit_text))
    values = tuple(text for text in (entry.canonical() for entry in entries) if text is not None)
    if len(values) < len(entries):
        return Result(reason="unreadable")
    return _as_a_count(Result("=", unit=unit, values=values))


def _of_two_tests(one_line: str, unit_text: str | None, limit_text: str | None) -> Result:
    """Read ``初检结果：231mg/kg；复检结果：236mg/kg``: two numbers in one unit, else two_values."""
    tests = list(_OF_A_TEST.finditer(one_line))
    if "".join(test.group() for test in tests) != one_line or len(tests) != 2:
        return Result(reason="two_values")
    read = {test["test"]: read_result(test["result"], unit_text, limit_text) for test in tests}
    first, repeat = read.get("初检", Result()), read.get("复检", Result())
    if first.value is None or repeat.value is None or first.unit != repeat.unit:
        return Result(reason="two_values")
    return replace(repeat, first_value=first.value)


def _entry_texts(body: str, n: int | None) -> tuple[str, ...]:
    one_line = body.replace("\n", " ")
    detection = read_detection(one_line)
    # "未检出，检出限0.01mg/kg" is one entry in spite of its comma.
    whole = detection is not None and detection.reason is None
    return (one_line,) if whole else split_entries(body, n)


def _could_be_list_or_thousands(body: str, count: int) -> bool:
    """Whether ``120,130,320`` stands without a plan that says if it is three results or one."""
    if is_labelled(body) or ";" in body or not _THOUSANDS_GROUP.search(body):
        return False
    return count > 1 or (could_be_thousands(body) and body.count(",") > 1)


def _first_reason(body: str, entries: list[Entry], n: int | None) -> Reason | None:
    if not entries:
        return "unreadable"
    if n is None and len(entries) == 2 and _DECIMAL_COMMA.fullmatch(body):
        return "unreadable"
    if n is None and _could_be_list_or_thousands(body, len(entries)):
        return "ambiguous"
    for entry in entries:
        if entry.reason is not None:
            return entry.reason
    if n is None and len(entries) == 2 and not is_labelled(body):
        return "two_values"
    if n is not None and len(entries) != n:
        return "plan_count"
    if n is None and len(entries) not in (1, _USUAL_SIZE):
        return "no_plan"
    # A numbered first entry announces others, which are missing.
    return "plan_count" if n is None and len(entries) == 1 and is_labelled(body) else None


def _single(entry: Entry, unit: str | None, micro: bool) -> Result:
    if entry.qualifier == "=":
        return _as_a_count(Result("=", entry.number, entry.decimals, unit))
    if entry.qualifier in ("<", ">"):
        return Result(entry.qualifier, None, entry.decimals, unit, entry.number, entry.lod)
    if entry.qualifier == "nd" and (entry.presence or micro):
        return Result("not_detected", unit=unit, lod=entry.lod, loq=entry.loq)
    return Result(entry.qualifier, unit=unit, lod=entry.lod, loq=entry.loq)


def _is_presence(units: list[Unit | None], limit_text: str | None) -> bool:
    if any(unit is not None and unit.is_portion for unit in units):
        return True
    match = _PRESENCE_LIMIT.search(clean(limit_text) or "")
    limit_unit = read_unit(match["portion"]) if match else None
    return limit_unit is not None and limit_unit.is_portion
