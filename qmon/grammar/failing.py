"""Failing items of a public notice: the cell in which item, result and limit stand together, several of them one after the other."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from qmon.grammar.text import clean, fold
from qmon.grammar.unit import looks_like_a_unit

Part = Literal["item", "value", "limit", "unit"]
PARTS: Final[tuple[Part, ...]] = ("item", "value", "limit")

# Box-drawing and look-alike bars; two of them are one. No name, result or limit holds one.
BAR: Final = re.compile(r"\s*(?:[║‖∥∣︱｜│|]{1,2})\s*")
_NEXT: Final = re.compile(r"[;；\n]")
_NUMBER: Final = re.compile(r"^(?:\(?\d{1,2}[)）]|\d{1,2}[.、．](?=\D)|[①-⑳])\s*(?=\S)")
_COLON: Final = re.compile(r"(?P<item>[^:()]+(?:\([^()]*\)[^:()]*)*):(?P<value>[^()]+(?:\([^()]*[^0-9()][^()]*\))?)\((?P<limit>.+)\)")
_NUMERATOR: Final = re.compile(r"(?:^|[0-9.\s])(?:[mμnk]?g|ug|[mμ]?L|CFU|MPN|mmol|meq|个)$", re.IGNORECASE)


class FailingItem(NamedTuple):
    """What a notice prints of one failing item: the texts of its item, result, limit and unit, each None where nothing is stated."""

    item: str | None = None
    value: str | None = None
    limit: str | None = None
    unit: str | None = None


def read_failing(text: str | None, order: tuple[Part, ...] = PARTS) -> tuple[FailingItem, ...] | None:
    """The failing items of a cell in which `order` says what follows what; None where its parts do not come out even.

    ``呋虫胺║0.658mg/kg║≤0.5mg/kg`` is one item; of several the next begins behind the last ; or line break of the part before. Bars of
    any shape part surely. Where there is none, ``铅：0.6mg/kg（≤0.5mg/kg）`` and ``铅/0.6mg/kg/≤0.5mg/kg`` are read where they come out
    even, and a cell of anything else is the name of an item alone. Source: docs/domain.md, results grammar (public notices).
    """
    folded = fold(text).strip(" ;\n") if text is not None else ""
    if clean(folded) is None:
        return ()
    pieces = BAR.split(folded)
    if len(pieces) > 1:
        return _even(pieces, order)
    if len(order) == 1:
        return tuple(_as_item((piece,), order) for piece in _NEXT.split(folded) if clean(piece))
    return _without_bars(folded, order)


def items_in_columns(printed: FailingItem) -> tuple[FailingItem, ...]:
    """The items of one record whose item, result and limit stand in columns of their own, each with several of them one below the other.

    They are taken apart where every cell that is filled holds as many as the item's, and left together where not: a list of results of
    one sampling plan is no list of items.
    """
    texts_of: dict[Part, str | None] = {"item": printed.item, "value": printed.value, "limit": printed.limit, "unit": printed.unit}
    lists = {part: [one for one in _NEXT.split(fold(text)) if clean(one)] for part, text in texts_of.items() if text and clean(text)}
    names = lists.get("item", [])
    # One unit may stand for all of them.
    if len(names) < 2 or any(len(texts) != len(names) for part, texts in lists.items() if part != "unit" or len(texts) > 1):
        return (printed,)
    rows = zip(*(texts if len(texts) > 1 else texts * len(names) for texts in lists.values()), strict=True)
    return tuple(_as_item(row, tuple(lists)) for row in rows)


def _even(pieces: list[str], order: tuple[Part, ...]) -> tuple[FailingItem, ...] | None:
    """Items out of pieces between bars, where the last part of an item and the first of the next stand in one piece."""
    pieces = pieces[:-1] if not pieces[-1] and (len(pieces) - 1) % (len(order) - 1 or 1) else pieces
    width = len(order) - 1
    if width == 0 or (len(pieces) - 1) % width:
        return None
    items: list[FailingItem] = []
    first = pieces[0]
    for start in range(0, len(pieces) - 1, width):
        middle, last = pieces[start + 1 : start + width], pieces[start + width]
        following = ""
        if start + width < len(pieces) - 1:
            marks = list(_NEXT.finditer(last))
            if not marks:
                return None
            last, following = last[: marks[-1].start()].rstrip(" ;\n"), last[marks[-1].end() :]
        items.append(_as_item((first, *middle, last), order))
        first = following
    return tuple(items) if all(item.item or "item" not in order for item in items) else None


def _without_bars(folded: str, order: tuple[Part, ...]) -> tuple[FailingItem, ...] | None:
    lines = [line for line in folded.split("\n") if clean(line)]
    for cells in ([folded.replace("\n", "")], lines, [one for one in _NEXT.split(folded) if clean(one)]):
        read = [_by_colon(cell, order) or _by_slash(cell, order) for cell in cells]
        if read and all(read):
            return tuple(one for one in read if one is not None)
    return (FailingItem(item=clean(folded)),) if order[0] == "item" else None


def _by_colon(cell: str, order: tuple[Part, ...]) -> FailingItem | None:
    matched = _COLON.fullmatch(cell.strip())
    if matched is None or order[0] != "item":
        return None
    value, limit = (
        (matched["value"], matched["limit"]) if order.index("value") < order.index("limit") else (matched["limit"], matched["value"])
    )
    return _as_item((matched["item"], value, limit), PARTS)


def _by_slash(cell: str, order: tuple[Part, ...]) -> FailingItem | None:
    """Parts between slashes; a slash behind the numerator of a unit belongs to the unit."""
    parts: list[str] = []
    for piece in cell.split("/"):
        if parts and _NUMERATOR.search(parts[-1]) and looks_like_a_unit("g/" + piece.strip().split("(")[0]):
            parts[-1] += "/" + piece
        else:
            parts.append(piece)
    return _as_item(tuple(parts), order) if len(parts) == len(order) else None


def _as_item(texts: tuple[str, ...], order: tuple[Part, ...]) -> FailingItem:
    item = FailingItem()
    for part, text in zip(order, texts, strict=True):
        stated = clean(_NUMBER.sub("", text.strip()) if part == "item" else text)
        item = item._replace(**{part: stated})
    return item
