"""Firm cells (标称生产企业): one name, or several names behind their roles, and the country of origin."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from qmon.grammar.reasons import Reason
from qmon.grammar.text import clean

_AROUND: Final = " ,;、/。"
_LABEL_START: Final = r"(?:(?<=[;,。、/(\s])|(?<=\))|^)"
_ANY_LABEL: Final = re.compile(rf"{_LABEL_START}(?P<label>[\u3400-\u9fff]{{2,10}})\s*:(?!//)")
# 湖南省华*食品有限责任公司, 聊城市某禽业有限公司: signs that hide a part of the name.
_MASK: Final = re.compile(r"[*某□○●]|×|[Xx]{2,}(?=[\u3400-\u9fff])")
_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff()]) (?=[\u3400-\u9fff()])")


@dataclass(frozen=True)
class Firm:
    """A firm as printed, and its role: maker, entrusting, importer, distributor, supervisor, licensor, supplier, packer; None: no label.

    A masked name does not tell which firm is meant: two firms may share it.
    """

    role: str | None
    name: str

    @property
    def is_masked(self) -> bool:
        """Whether signs such as * or 某 hide a part of the name."""
        return _MASK.search(self.name) is not None


@dataclass(frozen=True)
class ReadFirms:
    """The firms of a cell in printed order and the country of origin, or the reason why they were not told apart."""

    firms: tuple[Firm, ...] = ()
    origin: str | None = None
    reason: Reason | None = None

    def name(self, *roles: str | None) -> str | None:
        """The name of the first firm in one of the roles, or None."""
        return next((firm.name for firm in self.firms if firm.role in roles), None)


def read_firms(text: str | None) -> ReadFirms:
    """Read ``委托方：甲；受委托方：乙``, ``进口商：甲（原产国：意大利）``, or a plain name, which has no role.

    Line breaks and blanks within Chinese names go. Reasons: empty, unknown_role (a label that the table of roles
    does not hold), ambiguous (two firms in one role, a label without a name or run into one). Source: docs/domain.md, firms;
    qmon/reference/firm_roles.csv.
    """
    cell = clean(text)
    if cell is None:
        return ReadFirms(reason="empty")
    if ":" not in cell:
        return ReadFirms((Firm(None, _bare(cell)),))
    read = _told_apart(cell)
    if read.reason is None:
        return read
    # A blank may set two firms apart, or be where a line broke within a label: 委 托单位.
    unbroken = _told_apart(_BETWEEN_HAN.sub("", cell))
    return unbroken if unbroken.reason is None else read


def _told_apart(cell: str) -> ReadFirms:
    labels = list(_labels().finditer(cell))
    if any(found["label"].removesuffix("名称") not in _roles() for found in _ANY_LABEL.finditer(cell)):
        return ReadFirms(reason="unknown_role")
    if not labels:
        # A web address is the name of an online shop; any other colon stands behind a role that is not known.
        return ReadFirms((Firm(None, _bare(cell)),)) if "://" in cell else ReadFirms(reason="unknown_role")
    pieces: list[tuple[str | None, str]] = [(None, cell[: labels[0].start()])]
    ends = [label.start() for label in labels[1:]] + [len(cell)]
    pieces += [(_roles()[label["label"]], cell[label.end() : end]) for label, end in zip(labels, ends, strict=True)]
    named = [(role, _bare(piece)) for role, piece in pieces]
    if named[0][1] == "":
        named = named[1:]
    roles = [role for role, _ in named]
    # A colon left in a name is a label that nothing sets apart from the name before it.
    if any(not name or ":" in name or name in _roles() for _, name in named) or len(set(roles)) < len(roles):
        return ReadFirms(reason="ambiguous")
    firms = tuple(Firm(role, name) for role, name in named if role != "origin")
    return ReadFirms(firms, next((name for role, name in named if role == "origin"), None))


def _bare(piece: str) -> str:
    """A name without blanks in its Chinese, without separators around it and without one half of a pair of brackets."""
    bare = _BETWEEN_HAN.sub("", piece).strip(_AROUND)
    while bare.count("(") > bare.count(")") and bare.endswith("("):
        bare = bare[:-1].rstrip(_AROUND)
    while bare.count(")") > bare.count("(") and bare.endswith(")"):
        bare = bare[:-1].rstrip(_AROUND)
    return bare


@lru_cache(maxsize=1)
def _roles() -> dict[str, str]:
    with (files("qmon.reference") / "firm_roles.csv").open(encoding="utf-8") as stream:
        return {row["label"]: row["role"] for row in csv.DictReader(stream)}


@lru_cache(maxsize=1)
def _labels() -> re.Pattern[str]:
    longest_first = sorted(_roles(), key=len, reverse=True)
    return re.compile(rf"{_LABEL_START}(?P<label>{'|'.join(map(re.escape, longest_first))})(?:名称)?\s*:\s*")
