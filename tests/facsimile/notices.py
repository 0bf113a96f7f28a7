"""Exports of published notices in the form of 食品伙伴网: one row per sample, or per failing item of a sample."""

import datetime
from collections.abc import Iterator
from random import Random

from tests.facsimile import invented
from tests.facsimile.containers import Cell, as_csv
from tests.facsimile.food_sample import fail_rates, tested_items
from tests.facsimile.results import Limit, result

FOLDER = "food_notice_export"
BATCHES = 80
HEADINGS = [
    "信息来源", "搜索条件", "物料名称", "产品分类", "生产商", "供应商", "生产日期", "批号", "项目分类", "检测项目", "单位", "检测结果",
    "限量值", "判定", "发布单位", "发布日期", "备注",
]  # fmt: skip
_HALVES = {
    "2024H1": (datetime.date(2024, 1, 1), datetime.date(2024, 6, 30)),
    "2024H2": (datetime.date(2024, 7, 1), datetime.date(2024, 12, 31)),
}


def deliveries(seed: int) -> Iterator[tuple[str, bytes]]:
    """File name below the source's folder and content."""
    for half, (first, last) in _HALVES.items():
        draw = Random(f"{seed}/notices/{half}")
        rows: list[list[Cell]] = [list(HEADINGS)]
        for number in range(1, BATCHES + 1):
            rows.append(_notice(draw, first, last, number))
        yield f"foodmate_{half}.csv", as_csv(rows)


def _notice(draw: Random, first: datetime.date, last: datetime.date, number: int) -> list[Cell]:
    rates = [rate for rate in fail_rates() if rate[0] not in ("餐饮食品", "食用农产品")]
    category, n, n_fail = draw.choices(rates, weights=[rate[1] for rate in rates])[0]
    product, items = draw.choice(tested_items(category))
    published = invented.day_in(draw, first, last)
    row = draw.choice(items)
    limit = Limit.of(row)
    failed = draw.random() * n < n_fail
    found: list[Cell] = [row["item"], "", _with_unit(result(draw, limit, False), limit), limit.printed()] if failed else ["", "", "", ""]
    return [
        "食品伙伴网", "", f"虚构{product}", f"{category}-->{product}", f"{invented.firm('食品', draw.randint(1, 300))} ",
        f"{invented.shop('超市', published.month * 100 + number)} ", published, "", "", *found, "不合格" if failed else "合格",
        "国内监督抽查(山东市场监管局)", published, "",
    ]  # fmt: skip


def _with_unit(value: str, limit: Limit) -> str:
    return value + limit.unit if value[0].isdigit() or value[0] == "①" else value
