"""Delivered results and limits of one tested item: exact text on the right side of the limit, in the spellings that offices use."""

from decimal import ROUND_HALF_EVEN, Decimal
from random import Random
from typing import NamedTuple

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
_COUNT_UNITS = ("CFU", "MPN")


class Limit(NamedTuple):
    """What a result is held against. kind: <=, >=, range, nd (must not be found), portion, plan, word or label."""

    kind: str
    low: str = ""
    high: str = ""
    plan: str = ""
    unit: str = ""
    lod: str = ""

    @classmethod
    def of(cls, row: dict[str, str]) -> "Limit":
        """The limit in a row of published/*_items.csv."""
        kind = {"ndportion": "portion"}.get(row["limit"], row["limit"])
        return cls(kind, row["low"], row["high"], row.get("plan", ""), row["unit"], row["lod"])

    def printed(self) -> str:
        """As one text: ≤0.2mg/kg, 51.0~53.0%vol, n=5,c=2,m=10000,M=100000CFU/g."""
        if self.kind == "plan":
            n, c, m, upper = self.plan.split("/")
            unit = self.unit if not self.unit.startswith("/") else ""
            return f"n={n},c={c},m={m}{self.unit if not upper else ''}" + (f",M={upper}{unit}" if upper else "")
        return {
            "<=": f"≤{self.high}{self.unit}",
            ">=": f"≥{self.low}{self.unit}",
            "range": f"{self.low}~{self.high}{self.unit}",
            "nd": "不得检出",
            "portion": "不得检出",
        }.get(self.kind, "/")

    def bounds(self) -> tuple[str, str, str]:
        """As 最小允许限, 最大允许限, 允许限单位."""
        if self.kind in ("nd", "portion"):
            return "/", "不得检出", self.unit or "/"
        if self.kind in ("<=", ">=", "range"):
            return self.low or "/", self.high or "/", self.unit or "/"
        return "/", "/", "/"


def result(draw: Random, limit: Limit, conforms: bool) -> str:
    """A result that keeps the limit, or one that breaks it."""
    match limit.kind:
        case "word":
            return "符合" if conforms else "不符合"
        case "label":
            return "合格" if conforms else "不合格"
        case "portion":
            return "未检出" if conforms else "检出"
        case "plan":
            return _by_plan(draw, limit, conforms)
        case "nd":
            return "未检出" if conforms else _number(draw, Decimal(limit.lod) * 2, Decimal(limit.lod) * 30, limit.lod)
        case ">=":
            low = Decimal(limit.low)
            ceiling = min(low * Decimal("1.2"), Decimal("99.9")) if limit.unit == "%" and low < 100 else low * Decimal("1.2")
            return (
                _number(draw, low, ceiling, limit.low)
                if conforms
                else _number(draw, low * Decimal("0.7"), low * Decimal("0.98"), limit.low, below=low)
            )
        case "range":
            low, high = Decimal(limit.low), Decimal(limit.high)
            width = high - low
            return _number(draw, low, high, limit.low) if conforms else _number(draw, high + width / 5, high + width, limit.low, above=high)
    high = Decimal(limit.high)
    if not conforms:
        # Mostly a little over; a limit of 0 (a pour point in ℃) has no multiple.
        top = min(high * 3, Decimal("99")) if limit.unit == "%" else high * 3 if high else Decimal(5)
        return _number(draw, high * Decimal("1.1"), top, limit.high, above=high)
    if limit.lod and draw.random() < 0.5:
        return "未检出"
    return _number(
        draw,
        max(Decimal(limit.lod or 0), high / 20),
        high * Decimal("0.9"),
        limit.high,
        whole=limit.unit.startswith(_COUNT_UNITS),
    )


def spelt(draw: Random, value: str, limit: Limit) -> tuple[str, str]:
    """The result and its unit as they stand in two columns: mostly apart, sometimes in one cell, sometimes in full-width digits."""
    if limit.kind in ("word", "label") or not limit.unit:
        return value, "/"
    if not value[0].isdigit():
        # A word of detection carries its limit of detection in the same cell now and then.
        if value == "未检出" and limit.lod and draw.random() < 0.1:
            return f"未检出（检出限：{limit.lod}{limit.unit}）", "/"
        return value, limit.unit
    chance = draw.random()
    if chance < 0.06:
        return value + limit.unit, "/"
    if chance < 0.09:
        return f"{value} {limit.unit}", "/"
    return (value.translate(_FULL_WIDTH), limit.unit) if chance < 0.11 else (value, limit.unit)


def _number(
    draw: Random,
    first: Decimal,
    last: Decimal,
    like: str,
    above: Decimal | None = None,
    below: Decimal | None = None,
    whole: bool = False,
) -> str:
    """A number between two, with one place more than the limit is printed with, and never rounded over the limit."""
    places = 0 if whole else max(len(like.partition(".")[2]) + 1, 1)
    step = Decimal(1).scaleb(-places)
    value = (first + (last - first) * draw.randint(0, 1000) / 1000).quantize(step, ROUND_HALF_EVEN)
    if above is not None:
        value = max(value, above.quantize(step) + step)
    if below is not None:
        value = min(value, below.quantize(step) - step)
    return format(value, "f")


def _by_plan(draw: Random, limit: Limit, conforms: bool) -> str:
    """The n results of a sampling plan, numbered ①…⑤."""
    n, c, m, upper = limit.plan.split("/")
    count, allowed, lower = int(n), int(c), int(m)
    if limit.unit.startswith("/"):
        found = [f"未检出{limit.unit}"] * count
        if not conforms:
            found[draw.randrange(count)] = f"检出{limit.unit}"
        return "；".join(found)
    values = [draw.randint(0, max(lower // 2, 0)) for _ in range(count)]
    if not conforms:
        # Either one above M or, where no M is set, more than c above m.
        for position in draw.sample(range(count), 1 if upper else allowed + 1):
            values[position] = int(upper) * draw.randint(2, 9) if upper else lower + draw.randint(1, 60)
    return "；".join(f"{'①②③④⑤⑥⑦⑧⑨'[position]}{_power(value)}" for position, value in enumerate(values))


def _power(value: int) -> str:
    """12000 as 1.2×10⁴, small numbers as they are, nothing as <1."""
    if value < 1000:
        return str(value) if value else "＜1"
    exponent = len(str(value)) - 1
    mantissa = Decimal(value).scaleb(-exponent).quantize(Decimal("0.1"))
    return f"{mantissa}×10{str(exponent).translate(_SUPERSCRIPT)}"
