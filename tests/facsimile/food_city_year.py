"""One city's year of food samples: 23,852 batches of 34 categories, 504 failing, exactly as printed, category by category.

The counts are printed without the city's name and for another year; here they stand in 烟台市, 2022, task 市抽, so that they do not
mix with the monthly deliveries. One item per sample: what fails, or what was found in order.
"""

import datetime
from collections.abc import Iterator
from random import Random

from tests.facsimile.containers import Cell, as_ods, as_xlsx
from tests.facsimile.figures import figures
from tests.facsimile.food_sample import tested_items
from tests.facsimile.results import Limit, result

PREFECTURE, YEAR, LEVEL = "烟台市", 2022, "市抽"
FORM = [
    "抽样单编号", "检验目的", "任务级别", "抽样环节", "食品大类", "样品名称", "抽样日期", "标称生产企业名称", "被抽样单位名称",
    "抽样地地市", "结论",
]  # fmt: skip
ITEMS = [
    "抽样单编号", "检验项目", "检验结果", "结果单位", "标准值", "结果判定",
]  # fmt: skip
Drawn = tuple[str, bool]


def deliveries(seed: int) -> Iterator[tuple[str, bytes]]:
    """Four quarterly workbooks below the folder of the food sampling system."""
    draw = Random(f"{seed}/food-city-year")
    quarters = _dealt(draw)
    for quarter, drawn in enumerate(quarters, 1):
        form: list[list[Cell]] = [list(FORM)]
        items: list[list[Cell]] = [list(ITEMS)]
        days = sorted(draw.randint(0, 89) for _ in drawn)
        first = datetime.date(YEAR, 3 * quarter - 2, 1)
        for serial, ((category, fails), day) in enumerate(zip(drawn, days, strict=True), 1):
            number = f"DC22370600376{quarter:02}{serial:04}"
            product, rows = draw.choice(tested_items(category))
            row = draw.choice(rows)
            limit = Limit.of(row)
            form.append(
                [
                    number,
                    "监督抽检",
                    LEVEL,
                    *_place(draw, category, product, first + datetime.timedelta(day), fails, quarter, serial),
                ]
            )
            unit = limit.unit if limit.kind not in ("word", "label") else ""
            items.append(
                [
                    number,
                    row["item"],
                    result(draw, limit, not fails),
                    unit,
                    limit.printed(),
                    "不合格项" if fails else "合格项",
                ]
            )
        sheets = {"抽样单": form, "检验项目": items}
        # The same cells are half as large as ods: all four as xlsx would be half of what the whole facsimile may weigh.
        yield ((f"{YEAR}Q1_yantai.xlsx", as_xlsx(sheets)) if quarter == 1 else (f"{YEAR}Q{quarter}_yantai.ods", as_ods(sheets)))


def _dealt(draw: Random) -> list[list[Drawn]]:
    """All batches of the year, shuffled and dealt to the four quarters."""
    drawn = [
        (row["category"], number < int(row["n_fail"])) for row in figures("food_categories_city_year") for number in range(int(row["n"]))
    ]
    draw.shuffle(drawn)
    return [drawn[quarter::4] for quarter in range(4)]


def _place(draw: Random, category: str, product: str, sampled: datetime.date, fails: bool, quarter: int, serial: int) -> list[Cell]:
    """Stage, category, product, date, producer, sampled unit, prefecture, conclusion. The shop of a failing batch occurs once only."""
    stage = "餐饮环节" if category == "餐饮食品" else draw.choices(("流通环节", "生产环节"), weights=(4, 1))[0]
    kind = "餐馆" if stage == "餐饮环节" else "超市"
    number = 10_000 * quarter + serial if fails else draw.randint(1, 900)
    producer = "/" if category in ("餐饮食品", "食用农产品") else f"虚构食品有限公司{draw.randint(1, 300):04}"
    unit = f"示例{kind}{number:04}"
    if stage == "生产环节" and producer != "/":
        producer = unit = f"虚构食品有限公司{number:04}"
    return [
        stage,
        category,
        product,
        sampled,
        producer,
        unit,
        PREFECTURE,
        "纯抽检不合格样品" if fails else "纯抽检合格样品",
    ]
