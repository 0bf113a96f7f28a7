"""Deliveries for the pass rate of manufactured products: eight quarters of samples in 16 places and 29 divisions, and output values."""

import datetime
from collections.abc import Iterator
from random import Random

from qmon.reference.industries import in_manufacturing_rate, industry_names
from tests.facsimile import invented
from tests.facsimile.containers import Cell, as_csv, as_xlsx

FOLDER, WEIGHTS_FOLDER = "manufacturing_sampling", "industrial_output"
QUARTERS = tuple(f"{year}Q{quarter}" for year in (2024, 2025) for quarter in range(1, 5))
HEADING = [
    "抽样单编号",
    "行业大类",
    "抽样日期",
    "生产企业名称",
    "生产企业所在省份",
    "生产企业所在地市",
    "企业规模",
    "任务级别",
    "检验结论",
    "承检机构",
]
_SCALES = ("大型企业", "中型企业", "小型企业", "微型企业")


def deliveries(seed: int) -> Iterator[tuple[str, bytes]]:
    """The samples of each quarter: none to six in a place and division, more where more is made; a fifth of the small ones stay empty."""
    values, rates = _values(seed), _rates(seed)
    for quarter in QUARTERS:
        draw = Random(f"{seed}/manufacturing/{quarter}")
        rows: list[list[Cell]] = [list(HEADING)]
        for (place, division), value in values.items():
            for _ in range(_drawn(draw, value)):
                rows.append(_sample(draw, quarter, len(rows), place, division, rates[division]))
        yield f"{quarter}.xlsx", as_xlsx({"抽样结果": rows})


def weights(seed: int) -> Iterator[tuple[str, bytes]]:
    """The output values of 2023 and 2024, in 亿元 and in 万元."""
    values = _values(seed)
    rows = [[2023, place, division, industry_names()[division], value] for (place, division), value in values.items()]
    yield "2023.csv", as_csv([["年份", "地区", "行业大类", "行业名称", "工业总产值（亿元）"], *rows], "utf-8")
    grown = [["2024年", place, industry_names()[division], round(value * 10400)] for (place, division), value in values.items()]
    yield "2024.csv", as_csv([["年份", "地区", "行业大类", "工业总产值（万元）"], *grown], "gb18030")


def _values(seed: int) -> dict[tuple[str, str], float]:
    draw = Random(f"{seed}/output")
    size = {place: draw.uniform(0.4, 2.5) for place in invented.PREFECTURES}
    return {
        (place, division): round(size[place] * draw.lognormvariate(4.0, 1.0), 1)
        for place in invented.PREFECTURES
        for division in in_manufacturing_rate()
    }


def _rates(seed: int) -> dict[str, float]:
    draw = Random(f"{seed}/divisions")
    return {division: draw.uniform(0.87, 0.99) for division in in_manufacturing_rate()}


def _drawn(draw: Random, value: float) -> int:
    if value < 40 and draw.random() < 0.5:
        return 0
    return min(6, draw.randint(0, 2 + int(value // 80)))


def _sample(draw: Random, quarter: str, number: int, place: str, division: str, rate: float) -> list[Cell]:
    year, month = int(quarter[:4]), 3 * int(quarter[-1])
    first = datetime.date(year, month - 2, 1)
    maker = invented.firm("制造", draw.randint(1, 40) + 100 * int(division[1:]))
    return [
        f"ZZ{quarter[2:4]}{quarter[-1]}{number:06}", division, invented.day_in(draw, first, invented.last_day(f"{year}-{month:02}")),
        maker, "山东省", place, draw.choices(_SCALES, weights=(1, 3, 12, 4))[0], "省抽",
        "合格" if draw.random() < rate else "不合格", draw.choice(invented.LABS),
    ]  # fmt: skip
