"""Invented names and real places: every firm, shop and laboratory says in its name that it does not exist."""

import datetime
from functools import cache
from random import Random

from qmon.reference.tables import rows

PREFECTURES = (
    "济南市", "青岛市", "淄博市", "枣庄市", "东营市", "烟台市", "潍坊市", "济宁市", "泰安市", "威海市", "日照市", "临沂市", "德州市",
    "聊城市", "滨州市", "菏泽市",
)  # fmt: skip
PREFECTURES_2018 = (*PREFECTURES, "莱芜市")
PLATFORMS = ("示例商城", "示例优选", "示例团购")
LABS = tuple(f"虚构检测中心{number:02}" for number in range(1, 7))
OTHER_PROVINCES = ("河北省", "江苏省", "河南省", "安徽省", "广东省")


def firm(trade: str, number: int) -> str:
    """An invented maker: 虚构食品有限公司0123."""
    return f"虚构{trade}有限公司{number:04}"


def shop(kind: str, number: int) -> str:
    """An invented place where samples are taken: 示例超市0456."""
    return f"示例{kind}{number:04}"


def county(draw: Random, prefecture: str) -> str:
    """A county of the prefecture that exists since before 2020 and still does."""
    return draw.choice(_counties(prefecture))


@cache
def region_code(prefecture: str) -> str:
    """The GB/T 2260 code of a prefecture of Shandong."""
    return next(row["code"] for row in rows("regions") if row["name"] == prefecture and row["parent"] == "370000")


@cache
def _counties(prefecture: str) -> tuple[str, ...]:
    within = [row for row in rows("regions") if row["parent"] == region_code(prefecture) and row["level"] == "county"]
    return tuple(row["name"] for row in within if not row["valid_to"] and row["valid_from"] < "2020")


def months(first: str, last: str) -> list[str]:
    """The months from `first` to `last`, both as 2023-10."""
    year, month = map(int, first.split("-"))
    found = []
    while f"{year}-{month:02}" <= last:
        found.append(f"{year}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def day_in(draw: Random, first: datetime.date, last: datetime.date) -> datetime.date:
    """A day from `first` to `last`."""
    return first + datetime.timedelta(draw.randint(0, (last - first).days))


def last_day(month: str) -> datetime.date:
    """The last day of a month written 2023-10."""
    year, number = map(int, month.split("-"))
    return datetime.date(year + number // 12, number % 12 + 1, 1) - datetime.timedelta(1)
