"""Item names (检验项目): the name, and the limit and unit written into it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from qmon.grammar.quantity import read_quantity
from qmon.grammar.text import clean, fold
from qmon.grammar.unit import read_unit

_BRACKETS: Final = str.maketrans("〔〕【】｛｝", "()[]{}")
_SPACE_BY_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff()\[\]]) +|(?<=\S) +(?=[\u3400-\u9fff()\[\]])")
_BENZOPYRENE: Final = re.compile(r"苯并[(\[]a[)\]]芘", re.IGNORECASE)
_LIMIT_START: Final = re.compile(r"[≤≥<>]|不得|不应|不大于|不小于|不超过|不低于|非法添加")
_LIMIT_UNBRACKETED: Final = re.compile(r"(?P<name>[^≤≥<>]+?)(?P<limit>[≤≥<>].*)")
_UNIT_UNBRACKETED: Final = re.compile(r"(?P<name>.*\S)[,\s](?P<unit>[^,\s(]*[/%][^,\s(]*)")
_DANGLING: Final = "(["
_CELSIUS: Final = "°C"


@dataclass(frozen=True)
class ReadItem:
    """An item's canonical name, with the limit and the unit that stood in the cell, as texts."""

    name: str | None = None
    limit_text: str | None = None
    unit_text: str | None = None


def read_item(text: str | None) -> ReadItem:
    """Split ``镉（mg/kg）（≤0.5（mg/kg））`` into name, limit text and unit text.

    Brackets become half-width, line breaks go, every 苯并(a)芘 becomes 苯并[a]芘; the basis ``(以Cd计)``
    stays in the name. An empty cell has no name; there are no reasons. Source: docs/domain.md,
    result grammar.
    """
    joined = clean(fold(text).replace("\n", "")) if text is not None else None
    if joined is None:
        return ReadItem()
    name = joined.translate(_BRACKETS)
    limit: str | None = None
    unit: str | None = None
    unbracketed = _UNIT_UNBRACKETED.fullmatch(name)
    if unbracketed is not None and _is_unit(unbracketed["unit"]):
        name, unit = unbracketed["name"].strip(), unbracketed["unit"]
    name = _BENZOPYRENE.sub("苯并[a]芘", _SPACE_BY_HAN.sub("", name))
    while (split := _last_bracket(name)) is not None:
        before, inner = split
        if limit is None and _is_limit(inner):
            limit = inner
        elif unit is None and _is_unit(inner):
            unit = inner
        else:
            break
        name = before
    unbracketed = _LIMIT_UNBRACKETED.fullmatch(name) if limit is None else None
    if unbracketed is not None:
        name, limit = unbracketed["name"].strip(), unbracketed["limit"]
    return ReadItem(clean(name.rstrip(_DANGLING)), limit, unit)


def _last_bracket(name: str) -> tuple[str, str] | None:
    """Split off the bracket that closes at the end of the name, brackets within it included."""
    if not name.endswith(")"):
        return None
    depth = 0
    for position in range(len(name) - 1, -1, -1):
        depth += (name[position] == ")") - (name[position] == "(")
        if depth == 0:
            before, inner = name[:position].strip(), name[position + 1 : -1].strip()
            return (before, inner) if inner else None
    return None


def _is_limit(inner: str) -> bool:
    if _LIMIT_START.match(inner):
        return True
    quantity = read_quantity(inner)
    # pH(20℃) states the condition of the test.
    return quantity.reason is None and quantity.unit != _CELSIUS


def _is_unit(inner: str) -> bool:
    unit = read_unit(inner)
    return unit is not None and unit.dimension != "count"
