"""Failing items of public tables: item, result and limit in one cell (``不合格项目║检验结果║标准值``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from qmon.grammar.reasons import Reason
from qmon.grammar.text import clean, fold

Part = Literal["item", "result", "unit", "limit"]

_BAR: Final = re.compile(r"\s*(?:║|‖|∥|\|{1,2}|∣{1,2}|︱|│)\s*")
_BETWEEN_FAILURES: Final = re.compile(r"[;\n]")
# In the order in which they are looked for: 检验结果的计量单位 is a unit.
_PARTS: Final[tuple[tuple[str, Part], ...]] = (("单位", "unit"), ("标准", "limit"), ("限量", "limit"), ("检", "result"), ("项", "item"))
_HEADING_BAR: Final = re.compile(rf"{_BAR.pattern}|/|:|\(")
_USUAL_ORDER: Final[tuple[Part, ...]] = ("item", "result", "limit")


@dataclass(frozen=True)
class Failure:
    """One failing item with the texts of its result, unit and limit, each None where the cell states none."""

    item_text: str
    result_text: str | None = None
    unit_text: str | None = None
    limit_text: str | None = None


@dataclass(frozen=True)
class Failures:
    """The failing items of a cell in printed order, or the reason why they were not told apart."""

    failures: tuple[Failure, ...] = ()
    reason: Reason | None = None


def failing_parts(heading: str) -> tuple[Part, ...]:
    """The order of the parts that a heading names: ``不合格项目/标准值/检验结果`` is item, limit, result.

    The usual order item, result, limit where the heading names fewer than two.
    """
    parts: list[Part] = []
    for name in _HEADING_BAR.split(clean(heading) or ""):
        part = next((part for word, part in _PARTS if word in name), None)
        if part is not None and part not in parts:
            parts.append(part)
    return tuple(parts) if len(parts) > 1 else _USUAL_ORDER


def read_failures(text: str | None, parts: tuple[Part, ...] = _USUAL_ORDER) -> Failures:
    """Read ``呋虫胺║0.658mg/kg║≤0.5mg/kg``, several of them behind ``;`` or a line break, in the order of the heading.

    Any of the bars ║ ‖ ∥ || | ∣ ︱ divides, doubled or not; a cell without a bar is an item alone. A ``;`` or a
    line break within a result (five units of a plan) does not end an item. Reasons: empty, ambiguous (no bar
    but / or :), unreadable (other counts of parts than the heading has). Source: docs/domain.md, record schema (the triple).
    """
    if text is None or clean(text) is None:
        return Failures(reason="empty")
    folded = fold(text)
    if _BAR.search(folded) is None:
        # 铅/≤0.1mg/kg/0.2mg/kg: the slash also stands within units.
        if "/" in folded or ":" in folded:
            return Failures(reason="ambiguous")
        return Failures((Failure(clean(folded) or ""),))
    triples: list[list[str]] = []
    for piece in _pieces(folded, len(parts)):
        cells = [cell.strip(" ;\n") for cell in _BAR.split(piece)]
        if len(cells) != len(parts):
            return Failures(reason="unreadable")
        triples.append(cells)
    read = [{part: clean(cell) for part, cell in zip(parts, cells, strict=True)} for cells in triples]
    failures = [Failure(item, one.get("result"), one.get("unit"), one.get("limit")) for one in read if (item := one.get("item"))]
    return Failures(tuple(failures)) if len(failures) == len(read) and failures else Failures(reason="unreadable")


def _pieces(folded: str, width: int) -> list[str]:
    """The cell cut behind every item's last part: at the first ``;`` or line break after as many bars as an item has."""
    pieces, start, bars = [""], 0, 0
    for mark in re.finditer(rf"(?P<bar>{_BAR.pattern})|(?P<end>{_BETWEEN_FAILURES.pattern})", folded):
        if mark["bar"]:
            bars += 1
        elif bars >= width - 1:
            pieces[-1] = folded[start : mark.start()]
            pieces.append("")
            start, bars = mark.end(), 0
    pieces[-1] = folded[start:]
    return [piece for piece in pieces if piece.strip(" ;\n")]
