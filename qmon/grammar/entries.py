"""Splits a cell with several results (five test units of a plan) into its single entries."""

from __future__ import annotations

import re
from typing import Final

from qmon.grammar.number import read_number, split_number
from qmon.grammar.unit import read_unit
from qmon.grammar.words import is_remark

_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩"
_SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_LABEL: Final = re.compile(rf"(?P<circled>[{_CIRCLED}])|(?<![A-Za-z])[nN]\s*(?P<number>[1-9₁-₉][0-9₀-₉]?)\s*[=:]\s*")
_OUTER: Final = ",;、 \n"
_LABEL_END: Final = re.compile(r"[,;:、/\s]+$")
_COMMA: Final = re.compile(r"[,、]\s*")
_COMMA_NOT_IN_THOUSANDS: Final = re.compile(r",(?![0-9]{3}(?![0-9]))|、")
_SLASH: Final = re.compile(r"/(?=\s*(?:[<>0-9]|未检出|检出|ND))")
_PORTION: Final = re.compile(r"/\s*[0-9.]+\s*(?:g|kg|mg|mL|ml|L|cm|dm|kJ|kcal)")
_ENTRY_START: Final = re.compile(r"[<>0-9]|未检出|检出|ND|NQ", re.IGNORECASE)


def split_entries(folded: str, n: int | None) -> tuple[str, ...]:
    """Split a folded cell, line breaks still in it, into its entries; one entry means no list was found.

    Separators are tried in the order ``;``, comma, line break and, under a plan only, ``/``; remarks in
    words are dropped. A comma is read as a thousands mark where that leaves one number and n is not the
    count of the pieces. No entries at all where labels (``①``, ``n₁：``) are out of order or one of them
    has not exactly one entry, and where an entry between two separators is blank. Source:
    docs/domain.md, result grammar.
    """
    pieces = _by_label(folded)
    if pieces is None:
        pieces = [piece.strip() for piece in _by_separator(folded.strip(_OUTER), n)]
    kept = tuple(piece for piece in pieces if not is_remark(piece))
    return kept if all(kept) else ()


def is_labelled(folded: str) -> bool:
    """Whether the entries of the cell are numbered."""
    return _LABEL.match(folded) is not None


def could_be_thousands(text: str) -> bool:
    """Whether the number in front would read as one with thousands marks."""
    number = split_number(text)[0]
    return "," in number and read_number(number).reason is None


def _by_label(folded: str) -> list[str] | None:
    labels = list(_LABEL.finditer(folded))
    if not labels or labels[0].start() != 0:
        return None
    order = [_CIRCLED.index(label["circled"]) + 1 if label["circled"] else int(label["number"].translate(_SUBSCRIPTS)) for label in labels]
    if order != list(range(1, len(labels) + 1)):
        return []
    ends = [label.start() for label in labels[1:]] + [len(folded)]
    pieces: list[str] = []
    for label, end in zip(labels, ends, strict=True):
        chunk = _LABEL_END.sub("", folded[label.end() : end]).replace("\n", " ")
        parts = [part.strip() for half in chunk.split(";") for part in _COMMA_NOT_IN_THOUSANDS.split(half)]
        entries = [part for part in parts if not is_remark(part)]
        if len(entries) != 1:
            return []
        pieces.extend(entries)
    return pieces


def _by_separator(folded: str, n: int | None) -> list[str]:
    one_line = folded.replace("\n", " ")
    if ";" in folded:
        return one_line.split(";")
    if _COMMA.search(folded):
        pieces = _COMMA.split(one_line)
        count = sum(not is_remark(piece.strip()) for piece in pieces)
        if could_be_thousands(one_line) and count != n and len(_COMMA.split(split_number(one_line)[0])) == count:
            return [one_line]
        return pieces
    lines = folded.split("\n")
    if len(lines) > 1 and all(_ENTRY_START.match(line) or is_remark(line) for line in lines):
        return lines
    return _by_slash(one_line) if n is not None else [one_line]


def _by_slash(text: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for slash in _SLASH.finditer(text):
        # "/25g" and "/100g" belong to the entry in front.
        if _PORTION.match(text, slash.start()) or read_unit(text[slash.start() :]) is not None:
            continue
        pieces.append(text[start : slash.start()])
        start = slash.end()
    pieces.append(text[start:])
    return pieces
