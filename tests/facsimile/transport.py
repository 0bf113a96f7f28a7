"""Delivery of a joint check of transport products (交通运输产品联动监督抽查): the printed counts of 2021, by batches and by specimens."""

import datetime
from collections.abc import Iterator
from random import Random

from tests.facsimile import invented
from tests.facsimile.containers import Cell, as_xlsx
from tests.facsimile.figures import figures

FILE = "2021_transport.xlsx"
HEADING = [
    "序号", "抽样单编号", "联动监督抽查", "抽查类别", "抽查领域", "产品名称", "规格型号", "抽样日期", "生产企业名称", "受检单位",
    "所在地市", "组数", "不合格组数", "主要不合格项目", "抽查结果", "承检机构",
]  # fmt: skip
_PRODUCTS = {
    "防水卷材": ("SBS I PY PE 4mm", "可溶物含量"),
    "公路波形梁钢护栏": ("Gr-B-2E", "镀层附着量"),
    "桥梁支座": ("GYZ 300×54", "抗压弹性模量"),
}


def deliveries(seed: int) -> Iterator[tuple[str, bytes]]:
    """File name below the source's folder and content."""
    yield FILE, as_xlsx({"联动监督抽查": _rows(Random(f"{seed}/transport"))})


def _rows(draw: Random) -> list[list[Cell]]:
    """One row a batch. The specimens are dealt out as evenly as goes, the failing ones to the failing batches, the rest at random."""
    counts = {row["what"]: row for row in figures("transport_2021")}
    batches, failing = int(counts["批次"]["n"]), int(counts["批次"]["n_fail"])
    dealt = _dealt(draw, int(counts["组"]["n"]), batches)
    failed = dict(zip(sorted(draw.sample(range(batches), failing)), _dealt(draw, int(counts["组"]["n_fail"]), failing), strict=True))
    rows: list[list[Cell]] = [list(HEADING)]
    for number in range(batches):
        product = draw.choice(list(_PRODUCTS))
        model, item = _PRODUCTS[product]
        fails = number in failed
        rows.append([
            number + 1, f"JT21000000{number + 1:05}", "2021年交通运输产品质量联动监督抽查", "国抽", "使用领域", product, model,
            invented.day_in(draw, datetime.date(2021, 6, 1), datetime.date(2021, 9, 30)), invented.firm("交通材料", number % 102 + 1),
            invented.firm("路桥", draw.randint(1, 45)), draw.choice(invented.PREFECTURES), dealt[number], failed.get(number, 0),
            item if fails else "/", "不合格" if fails else "合格", draw.choice(invented.LABS),
        ])  # fmt: skip
    return rows


def _dealt(draw: Random, total: int, parts: int) -> list[int]:
    whole = [total // parts] * parts
    for index in draw.sample(range(parts), total % parts):
        whole[index] += 1
    return whole
