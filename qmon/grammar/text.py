"""Cell text: folds look-alike characters and recognises the spellings of "nothing stated"."""

from __future__ import annotations

import re
from typing import Final

_FULL_WIDTH_ASCII: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

# Written out by hand because NFKC would also turn 10⁴ into 104.
_LOOK_ALIKES: Final = str.maketrans(
    {
        "µ": "μ",
        "﹙": "(",
        "﹚": ")",
        "﹤": "<",
        "﹥": ">",
        "﹪": "%",
        "﹣": "-",
        "﹐": ",",
        "﹔": ";",
        "﹕": ":",
        "∶": ":",
        "≦": "≤",
        "⩽": "≤",
        "≧": "≥",
        "⩾": "≥",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "〜": "~",
        "∼": "~",
    }
)

_ZERO_WIDTH: Final = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_LINE_BREAK: Final = re.compile(r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_SPACE_RUN: Final = re.compile(r"\s+")
_NOTHING: Final = re.compile(r"(?:[-–—―_]+(?: [-–—―_]+)*|/+|\\+|、|无|请选择|''|\"\"|n/a|null|none|nan)?", re.IGNORECASE)


# Every text that `clean` may change matches this RE2 pattern (and some that it would not): what does not match is clean as it stands,
# so that a column of a million cells is looked at in one pass. A property test holds the two together.
UNCLEAN: Final = (
    r"^$|^[\s\-–—―_/\\、无请'\"nN]|\s$|\s\s|[\x00-\x1f\x7f-\x{a0}\x{ad}µ\x{1680}\x{180e}\x{2000}-\x{2011}\x{2028}-\x{202f}"
    r"\x{205f}-\x{206f}\x{3000}\x{fe50}-\x{fe6f}\x{feff}\x{ff01}-\x{ff5e}∶≦⩽≧⩾−〜∼]"
)


def fold(text: str) -> str:
    """Return the text with look-alike characters folded and each line break kept as one ``\\n``.

    Full-width forms become ASCII, µ becomes μ (U+03BC), zero-width characters go. Superscripts and
    subscripts stay as they are. Source: docs/domain.md, result grammar.
    """
    folded = _ZERO_WIDTH.sub("", text).translate(_FULL_WIDTH_ASCII).translate(_LOOK_ALIKES)
    return _LINE_BREAK.sub("\n", folded).strip()


def clean(text: str | None) -> str | None:
    """Return the folded text on one line, or None where the cell states nothing.

    "/", "-", "——", "_", "\\\\", "无", "、", "请选择", "''", "N/A" and the empty cell state nothing.
    Applying it twice changes nothing more. Source: docs/domain.md, codes (nulls) and result grammar.
    """
    if text is None:
        return None
    one_line = _SPACE_RUN.sub(" ", fold(text)).strip()
    return None if _NOTHING.fullmatch(one_line) else one_line
