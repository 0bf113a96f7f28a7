"""Reads the division of an industry (行业大类, GB/T 4754-2017, manufacturing) as delivered into its code: C35, 35, 专用设备制造业."""

import re
import unicodedata
from functools import cache
from typing import Literal

from qmon.reference.tables import rows

_CODE = re.compile(r"C?(\d{2})(\d{0,2})(.*)")


def read_industry(text: str) -> str | None:
    """The code of a division (C35) from its code with or without the letter and the name, that of a class inside it (C3521), its name, or
    its name of 2011. None where it is none, or where code and name are of two divisions."""
    plain = "".join(unicodedata.normalize("NFKC", text).replace(",", "、").split()).upper()
    found = _CODE.fullmatch(plain)
    if found is None:
        return _names().get(plain)
    code, name = f"C{found[1]}", found[3].lstrip("-、.·|:")
    if code not in industry_names() or (name and _names().get(name) != code and not found[2]):
        return None
    return code


def industry_names(language: Literal["zh", "en"] = "zh") -> dict[str, str]:
    """Code -> name of every division."""
    return {row["code"]: row["name" if language == "zh" else "name_en"] for row in rows("industries")}


def in_manufacturing_rate() -> tuple[str, ...]:
    """The codes of the 29 divisions of the pass rate of manufactured products (制造业产品质量合格率)."""
    return tuple(row["code"] for row in rows("industries") if row["in_manufacturing_rate"] == "yes")


@cache
def _names() -> dict[str, str]:
    every = {row["name_2011"]: row["code"] for row in rows("industries")} | {row["name"]: row["code"] for row in rows("industries")}
    return {"".join(unicodedata.normalize("NFKC", name).replace(",", "、").split()): code for name, code in every.items()}
