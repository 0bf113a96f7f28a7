"""One invented food sample with its tested items and the conclusion that follows from them (docs/domain.md, verdict algebra)."""

import datetime
from functools import cache
from random import Random
from typing import NamedTuple

from tests.facsimile import invented
from tests.facsimile.figures import figures
from tests.facsimile.results import Limit, result, spelt

_PLACES = {
    "生产环节": (("成品库（已检区）", "厂"), ("成品库（待检区）", "厂")),
    "流通环节": (
        ("超市", "超市"),
        ("便利店", "便利店"),
        ("农贸市场", "农贸市场摊位"),
        ("批发市场", "批发部"),
    ),
    "餐饮环节": (("小型餐馆", "餐馆"), ("学校食堂", "学校食堂"), ("大型餐馆", "酒店")),
}
_UNPACKED = ("食用农产品", "餐饮食品")


class Item(NamedTuple):
    """A tested item as delivered; verdict in the words of the national system."""

    name: str
    value: str
    unit: str
    limit: Limit
    verdict: str
    method: str
    basis: str


class Sample(NamedTuple):
    """A sampling form as delivered."""

    number: str
    purpose: str
    level: str
    stage: str
    site: str
    area: str
    category: str
    product: str
    batch: str
    produced: datetime.date | None
    sampled: datetime.date
    producer: str
    producer_province: str
    unit: str
    prefecture: str
    county: str
    platform: str
    shop: str
    lab: str
    items: tuple[Item, ...]

    @property
    def conclusion(self) -> str:
        """The first line of the verdict algebra that fits."""
        verdicts = {item.verdict for item in self.items}
        failed, passed = "不合格项" in verdicts, "合格项" in verdicts
        problem, not_judged = "问题项" in verdicts, "不判定项" in verdicts
        if failed or passed:
            track = "并监测问题样品" if problem else "并监测不判定样品" if not_judged else ""
            word = "不合格" if failed else "合格"
            return f"抽检{word}样品{track}" if track else f"纯抽检{word}样品"
        return "纯监测问题样品" if problem else "纯监测不判定合格样品" if not_judged else "未检验样品"


def tested_items(category: str) -> tuple[tuple[str, tuple[dict[str, str], ...]], ...]:
    """The products of a category with the items that are tested in them."""
    return _tested()[category]


@cache
def _tested() -> dict[str, tuple[tuple[str, tuple[dict[str, str], ...]], ...]]:
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    for row in figures("food_items"):
        found.setdefault(row["category"], {}).setdefault(row["product"], []).append(row)
    return {category: tuple((name, tuple(rows)) for name, rows in products.items()) for category, products in found.items()}


def fail_rates() -> list[tuple[str, int, int]]:
    """Category, batches and failing batches of one city's year."""
    return [(row["category"], int(row["n"]), int(row["n_fail"])) for row in figures("food_categories_city_year")]


def draw_sample(draw: Random, number: str, level: str, sampled: datetime.date, unique: int, plans: bool) -> Sample:
    """A sample whose category and verdict follow the rates of one city's year.

    `unique`: a number that no other sample has; it names the shop of a failing sample, so that no two failing samples look like one.
    `plans`: whether the form can print a sampling plan; else items judged by one are left out.
    """
    rates = fail_rates()
    category, n, n_fail = draw.choices(rates, weights=[row[1] for row in rates])[0]
    product, rows = draw.choice(tested_items(category))
    purpose = draw.choices(("监督抽检", "抽检监测", "风险监测", "评价性抽检"), weights=(85, 8, 4, 3))[0]
    fails = purpose != "风险监测" and draw.random() * n < n_fail
    stage = _stage(draw, category)
    site, kind = draw.choice(_PLACES[stage])
    prefecture = draw.choice(invented.PREFECTURES)
    packed = category not in _UNPACKED
    producer = invented.firm("食品", draw.randint(1, 400)) if packed else "/"
    unit = invented.shop(kind, 1000 + unique if fails else draw.randint(1, 500))
    if stage == "生产环节":
        unit = producer = invented.firm("食品", 1000 + unique if fails else draw.randint(1, 400))
    online = packed and stage == "流通环节" and draw.random() < 0.1
    produced = sampled - datetime.timedelta(draw.randint(3, 150)) if packed else None
    return Sample(
        number=number,
        purpose=purpose,
        level=level,
        stage=stage,
        site="网购" if online else site,
        area=draw.choice(("城市", "城市", "乡村", "学校周边", "景点")),
        category=category,
        product=product,
        batch=_batch(draw, produced),
        produced=produced,
        sampled=sampled,
        producer=producer,
        producer_province="/" if not packed else "山东省" if draw.random() < 0.8 else draw.choice(invented.OTHER_PROVINCES),
        unit=unit,
        prefecture=prefecture,
        county=invented.county(draw, prefecture),
        platform=draw.choice(invented.PLATFORMS) if online else "/",
        shop=f"{unit}网上店" if online else "/",
        lab=draw.choice(invented.LABS),
        items=_items(draw, rows, purpose, fails, plans),
    )


def _items(draw: Random, rows: tuple[dict[str, str], ...], purpose: str, fails: bool, plans: bool) -> tuple[Item, ...]:
    """Up to five items; of a failing sample one or, rarely, two fail. Risk items have no limit and are 不判定 or, rarely, 问题."""
    usable = [row for row in rows if plans or row["limit"] != "plan"] or [row for row in rows if row["limit"] == "label"]
    chosen = draw.sample(usable, min(len(usable), draw.randint(3, 5)))
    failing = set(range(2 if fails and len(chosen) > 1 and draw.random() < 0.15 else int(fails)))
    first_risk = 0 if purpose == "风险监测" else len(chosen) - 1 if purpose == "抽检监测" and len(chosen) > 1 else len(chosen)
    items = []
    for position, row in enumerate(chosen):
        limit = Limit.of(row)
        value, unit = spelt(draw, result(draw, limit, position not in failing), limit)
        if position < first_risk:
            verdict = "不合格项" if position in failing else "合格项"
            items.append(Item(row["item"], value, unit, limit, verdict, row["method"], row["basis"] or "/"))
        else:
            verdict = "问题项" if draw.random() < 0.1 else "不判定项"
            items.append(
                Item(
                    row["item"],
                    value,
                    unit,
                    Limit("none", lod=limit.lod, unit=limit.unit),
                    verdict,
                    row["method"],
                    "/",
                )
            )
    return tuple(items)


def _stage(draw: Random, category: str) -> str:
    if category == "餐饮食品":
        return "餐饮环节"
    weights = (0, 80, 20) if category == "食用农产品" else (20, 75, 5)
    return draw.choices(("生产环节", "流通环节", "餐饮环节"), weights=weights)[0]


def _batch(draw: Random, produced: datetime.date | None) -> str:
    if produced is None:
        return draw.choice(("/", "——", "无"))
    return draw.choice((f"{produced:%Y%m%d}", f"0{draw.randint(1, 999):03}", "/", f"{produced:%y%m%d}A{draw.randint(1, 9)}"))
