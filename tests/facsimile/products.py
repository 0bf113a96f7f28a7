"""Deliveries of the product spot checks: the cables of Shandong 2017 as a list, and monthly tables of children's goods, fuel and cables."""

import datetime
from collections.abc import Iterator
from functools import cache
from random import Random

from tests.facsimile import invented
from tests.facsimile.containers import Cell, as_csv, as_ods, as_xlsx
from tests.facsimile.figures import figures
from tests.facsimile.results import Limit, result, spelt

FOLDER = "product_spot_check"
MONTHS = invented.months("2023-10", "2025-11")
BATCHES = 24
TITLED, STRANGE_WORDS = "2024-03", "2024-10"
_FORMATS = ("xlsx", "ods", "xlsx", "gb18030", "ods", "xlsx")
_SCALES = ("大型企业", "中型企业", "小型企业", "微型企业")
_MODELS = {"儿童用品": ("均码", "90cm", "A1", "/"), "车用燃料": ("92号", "0号", "/"), "电线电缆": ("BV 2.5mm²", "BVR 4mm²")}
_TRADES = {"儿童用品": "儿童用品", "车用燃料": "石化", "电线电缆": "线缆"}
CHECK = [
    "序号", "抽样单编号", "报告编号", "期次", "抽查领域", "抽查类别", "样品来源", "平台", "网店", "产品类别", "产品名称", "规格型号",
    "生产日期/批号", "抽样日期", "生产企业名称", "企业规模", "被抽查单位", "所在地市", "检验项目", "检验结果", "单位", "标准值",
    "单项判定", "项目性质", "综合判定", "承检机构", "备注",
]  # fmt: skip
LIST = [
    "序号", "抽样单编号", "产品类别", "产品名称", "规格型号", "生产日期/批号", "抽样日期", "抽查领域", "抽查类别", "生产单位",
    "企业规模", "受检单位", "所在地市", "主要不合格项目", "抽查结果", "承检机构",
]  # fmt: skip


def deliveries(seed: int) -> Iterator[tuple[str, bytes]]:
    """File name below the source's folder and content."""
    yield "2017_cables.xlsx", as_xlsx({"电线电缆": _cables(Random(f"{seed}/cables"))})
    for index, month in enumerate(MONTHS):
        draw = Random(f"{seed}/products/{month}")
        rows: list[list[Cell]] = [list(CHECK)]
        for number in range(1, BATCHES + 1):
            rows += _check(draw, month, index * 100 + number, number)
        rows = _untidy(month, rows)
        container = _FORMATS[index % len(_FORMATS)]
        if container == "gb18030":
            yield f"{month}.csv", as_csv(rows, container)
        else:
            yield f"{month}.{container}", (as_xlsx if container == "xlsx" else as_ods)({"抽查结果": rows})


def _cables(draw: Random) -> list[list[Cell]]:
    """248 batches of 238 firms; the 14 failing batches are of 14 firms, so that 224 firms and 234 batches pass."""
    counts = {row["what"]: row for row in figures("cables_2017")}
    firms, batches, failing = (
        int(counts["企业"]["n"]),
        int(counts["批次"]["n"]),
        int(counts["批次"]["n_fail"]),
    )
    # The last firms are drawn twice, the failing ones are among those drawn once.
    makers = [*range(1, firms + 1), *range(2 * firms - batches + 1, firms + 1)]
    failed = set(draw.sample(range(1, 2 * firms - batches + 1), failing))
    places = {maker: draw.choice(invented.PREFECTURES_2018) for maker in range(1, firms + 1)}
    items = [row["item"] for row in figures("product_items") if row["product"] == "电线电缆" and row["kind"] == "实物质量"]
    rows: list[list[Cell]] = [list(LIST)]
    for number, maker in enumerate(makers, 1):
        sampled = invented.day_in(draw, datetime.date(2017, 4, 1), datetime.date(2017, 10, 31))
        name = invented.firm("线缆", maker)
        rows.append([
            number, f"CP17370000{number:05}", "电线电缆", "聚氯乙烯绝缘电缆电线", "60227 IEC 01(BV) 2.5mm²",
            f"{sampled - datetime.timedelta(40)}", sampled, "生产领域", "省抽", name, draw.choices(_SCALES, weights=(1, 3, 12, 4))[0], name,
            places[maker], draw.choice(items) if maker in failed else "/", "不合格" if maker in failed else "合格",
            draw.choice(invented.LABS),
        ])  # fmt: skip
    return rows


def _check(draw: Random, month: str, unique: int, number: int) -> list[list[Cell]]:
    """One batch as its three to five tested items; it fails at the printed rate of its product, by one item."""
    product = draw.choice(figures("product_rates"))
    fails = draw.random() * int(product["n"]) < int(product["n_fail"])
    tested = _items(product["product"])
    chosen = draw.sample(tested, min(len(tested), draw.randint(3, 5)))
    sampled = invented.day_in(draw, datetime.date.fromisoformat(f"{month}-01"), invented.last_day(month))
    maker = invented.firm(_TRADES[product["group"]], 1000 + unique if fails else draw.randint(1, 150))
    in_production = product["stage"] == "生产领域"
    online = product["group"] == "儿童用品" and draw.random() < 0.25
    kind = "加油站" if product["group"] == "车用燃料" else "商店"
    unit = maker if in_production else invented.shop(kind, 1000 + unique if fails else draw.randint(1, 300))
    prefecture = draw.choice(invented.PREFECTURES)
    batch = f"{sampled - datetime.timedelta(draw.randint(20, 200))}/0{draw.randint(1, 999):03}" if product["group"] != "车用燃料" else "/"
    head: list[Cell] = [
        number, f"CP{month[2:4]}{month[5:]}370000{number:05}", f"BG{month[2:4]}{month[5:]}{number:04}",
        f"{month[:4]}年第{int(month[5:])}期", product["stage"], draw.choices(("国抽", "省抽", "市抽"), weights=(1, 5, 4))[0],
        "电商" if online else "实体店", draw.choice(invented.PLATFORMS) if online else "/", f"{unit}网店" if online else "/",
        product["product"], product["product"],
        draw.choice(_MODELS[product["group"]]), batch, sampled, maker, draw.choices(_SCALES, weights=(1, 3, 12, 4))[0], unit, prefecture,
    ]  # fmt: skip
    lab = draw.choice(invented.LABS)
    rows = []
    for position, row in enumerate(chosen):
        limit, failing = Limit.of(row), fails and position == 0
        value, measured_in = spelt(draw, result(draw, limit, not failing), limit)
        verdict = "不合格" if failing else "合格"
        rows.append(
            [
                *head,
                row["item"],
                value,
                measured_in,
                limit.printed(),
                verdict,
                row["kind"],
                "不合格" if fails else "合格",
                lab,
                "/",
            ]
        )
    return rows


def _untidy(month: str, rows: list[list[Cell]]) -> list[list[Cell]]:
    """Two title rows above the headings in one month, words that no column knows in another."""
    width = len(CHECK)
    if month == TITLED:
        return [
            ["产品质量监督抽查结果汇总表", *[""] * (width - 1)],
            ["填报单位：虚构市市场监督管理局", *[""] * (width - 1)],
            *rows,
        ]
    if month == STRANGE_WORDS:
        number = rows[1][1]
        for row in rows:
            if row[1] == number:
                row[4], row[15] = "夜市", "个体户"
    return rows


@cache
def _items(product: str) -> tuple[dict[str, str], ...]:
    return tuple(row for row in figures("product_items") if row["product"] == product)
