"""Deliveries of the checks of agricultural inputs: the veterinary drugs of 2018-Q4 as a list, and quarterly tables of the other inputs.

The counts of the veterinary drugs are national; they stand in the prefectures of Shandong only to have a place.
"""

import datetime
from collections.abc import Iterator
from functools import cache
from random import Random

from tests.facsimile import invented
from tests.facsimile.containers import Cell, as_csv, as_ods, as_xlsx
from tests.facsimile.figures import figures
from tests.facsimile.results import Limit, result, spelt

FOLDER = "agri_input_spot_check"
QUARTERS = tuple(f"{year}Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4))[3:11]
STRANGE_WORDS = "2024Q3"
_FORMATS = ("xlsx", "ods", "xlsx", "gb18030")
_STAGES = ("生产环节", "经营环节", "经营环节", "使用环节")
_SELLERS = {"农药": "农资店", "肥料": "农资店", "饲料": "饲料店", "种子": "种子店", "农膜": "农资店"}
_DRUG_ITEMS = ("含量测定", "鉴别", "检查", "性状")
CHECK = [
    "抽样单编号", "季度", "抽样环节", "抽查类别", "类别", "产品名称", "规格型号", "生产批号", "抽样日期", "标称生产企业", "被抽查单位",
    "所在地市", "检验项目", "检验结果", "单位", "最小允许限", "最大允许限", "允许限单位", "单项判定", "项目性质", "综合判定",
    "承检机构",
]  # fmt: skip
LIST = [
    "序号", "抽样单编号", "期次", "抽样环节", "抽查级别", "类别", "兽药名称", "产品批号", "抽样日期", "标示生产企业", "被抽检单位",
    "所在地市", "不合格项目", "检验结论",
]  # fmt: skip


def deliveries(seed: int) -> Iterator[tuple[str, bytes]]:
    """File name below the source's folder and content."""
    yield "2018Q4_veterinary.ods", as_ods({"2018年第四期": _veterinary(Random(f"{seed}/veterinary"))})
    for index, quarter in enumerate(QUARTERS):
        draw = Random(f"{seed}/agri/{quarter}")
        rows: list[list[Cell]] = [list(CHECK)]
        number = 0
        for rate in figures("agri_input_rates"):
            for _ in range(int(rate["per_quarter"])):
                number += 1
                rows += _check(draw, quarter, rate, index * 1000 + number, number)
        if quarter == STRANGE_WORDS:
            first = rows[1][0]
            for row in rows:
                if row[0] == first:
                    row[2], row[4] = "网上", "农药原药"
        container = _FORMATS[index % len(_FORMATS)]
        if container == "gb18030":
            yield f"{quarter}.csv", as_csv(rows, container)
        else:
            yield f"{quarter}.{container}", (as_xlsx if container == "xlsx" else as_ods)({"抽检结果": rows})


def _veterinary(draw: Random) -> list[list[Cell]]:
    """5,240 batches, 112 failing, with the printed counts by stage and by kind."""
    drawn = [
        (row["stage"], row["kind"], number < int(row["n_fail"]))
        for row in figures("veterinary_2018q4_cells")
        for number in range(int(row["n"]))
    ]
    draw.shuffle(drawn)
    kinds = {"生产环节": "动物药厂", "经营环节": "兽药店", "使用环节": "养殖场"}
    rows: list[list[Cell]] = [list(LIST)]
    for number, (stage, kind, fails) in enumerate(drawn, 1):
        maker = invented.firm("动物药业", draw.randint(1, 600))
        unit = invented.shop(kinds[stage], 10_000 + number if fails else draw.randint(1, 900))
        sampled = invented.day_in(draw, datetime.date(2018, 10, 1), datetime.date(2018, 12, 20))
        rows.append([
            number, f"SY18370000{number:05}", "2018年第四期", stage, "国抽", kind, f"虚构{kind.removesuffix('类')}制剂",
            f"0{draw.randint(1, 999):03}",
            sampled, maker, maker if stage == "生产环节" and not fails else unit, draw.choice(invented.PREFECTURES_2018),
            draw.choice(_DRUG_ITEMS) if fails else "/", "不合格" if fails else "合格",
        ])  # fmt: skip
    return rows


def _check(draw: Random, quarter: str, rate: dict[str, str], unique: int, number: int) -> list[list[Cell]]:
    """One batch as its tested items; it fails at the printed rate of its category, by one item."""
    group = rate["group"]
    fails = draw.random() * int(rate["n"]) < int(rate["n_fail"])
    tested = _items(group)
    chosen = draw.sample(tested, min(len(tested), draw.randint(3, 4)))
    first = datetime.date(int(quarter[:4]), 3 * int(quarter[5]) - 2, 1)
    sampled = first + datetime.timedelta(draw.randint(0, 80))
    maker = invented.firm(
        {"农药": "农化", "肥料": "肥业", "饲料": "饲料", "种子": "种业", "农膜": "塑业"}[group],
        draw.randint(1, 200),
    )
    stage = draw.choice(_STAGES)
    unit = invented.shop(_SELLERS[group], 1000 + unique) if fails or stage != "生产环节" else maker
    head: list[Cell] = [
        f"NZ{quarter[2:4]}Q{quarter[5]}370000{number:05}", quarter, stage, draw.choice(("省抽", "市抽")), rate["category"],
        f"虚构{rate['category']}",
        "/", draw.choice((f"{sampled - datetime.timedelta(60):%Y%m%d}", f"0{draw.randint(1, 999):03}", "——")), sampled, maker, unit,
        draw.choice(invented.PREFECTURES),
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
                *limit.bounds(),
                verdict,
                row["kind"],
                "不合格" if fails else "合格",
                lab,
            ]
        )
    return rows


@cache
def _items(group: str) -> tuple[dict[str, str], ...]:
    return tuple(row for row in figures("agri_input_items") if row["group"] == group)
