"""Monthly deliveries of the national food sampling system: sampling forms and item tables, in the formats that offices send."""

import datetime
from collections.abc import Iterator
from random import Random

from tests.facsimile import disorder, invented
from tests.facsimile.containers import Cell, as_csv, as_ods, as_xlsx
from tests.facsimile.food_sample import Item, Sample, draw_sample

FOLDER = "food_sampling_system"
MONTHS = invented.months("2023-10", "2025-11")
SAMPLES = 60
_FORMATS = ("xlsx", "gb18030", "ods", "xlsx", "utf-8", "ods", "xlsx", "utf-8-sig", "ods")
_LEVELS = {"国抽": "GC", "省抽": "SC", "市抽": "DC"}
FORM = [
    "序号", "抽样单编号", "检验目的/任务类别", "任务级别", "报送分类B", "抽样环节", "抽样地点", "区域类型", "食品大类", "样品名称",
    "批号", "生产日期", "抽样日期", "样品到达日期", "签发日期", "标称生产企业名称", "生产企业所在省份", "被抽样单位名称", "抽样地省份",
    "抽样地地市", "抽样地县区", "网抽平台名称", "网店商铺名称", "检验机构名称", "报告书编号", "结论", "备注", "联系人",
]  # fmt: skip
ITEMS = [
    "抽样单编号", "报告书编号", "检验项目", "检验结果", "结果单位", "结果判定", "检验依据", "判定依据", "最小允许限", "最大允许限",
    "允许限单位", "方法检出限", "检出限单位", "说明", "监督备注", "风险备注", "样品名称",
]  # fmt: skip
ITEMS_WITH_LIMIT_TEXT = [
    "抽样单编号", "检验项目", "检验结果", "结果单位", "标准值", "结果判定", "检验依据", "判定依据", "方法检出限", "检出限单位",
]  # fmt: skip


def deliveries(seed: int) -> Iterator[tuple[str, bytes]]:
    """File name below the source's folder and content, month by month. A few months are untidy, see disorder."""
    for index, month in enumerate(MONTHS):
        draw = Random(f"{seed}/food/{month}")
        container = _FORMATS[index % len(_FORMATS)]
        workbook = container in ("xlsx", "ods")
        samples = [_sample(draw, index, month, number, workbook) for number in range(1, SAMPLES + 1)]
        if month == disorder.TWINS:
            # One failing sample announced twice, under two numbers.
            failing = next(sample for sample in samples if "不合格" in sample.conclusion)
            samples.append(failing._replace(number=f"{failing.number[:-4]}{int(month[5:]) * 100 + SAMPLES + 1:04}"))
        form: list[list[Cell]] = [
            list(FORM),
            *(_form_row(number, sample, draw) for number, sample in enumerate(samples, 1)),
        ]
        items = _item_rows(samples, workbook)
        form = disorder.of_food(month, form)
        if workbook:
            sheets = {"抽样单": form, "检验项目": items}
            yield f"{month}.{container}", (as_xlsx if container == "xlsx" else as_ods)(sheets)
        else:
            content = disorder.ragged(month, as_csv(form, container), container)
            yield f"{month}_form.csv", content
            yield f"{month}_items.csv", as_csv(items, container)
            if month == disorder.SENT_TWICE:
                yield f"{month}_form_copy.csv", content


def _sample(draw: Random, index: int, month: str, number: int, plans: bool) -> Sample:
    level = draw.choices(tuple(_LEVELS), weights=(15, 40, 45))[0]
    day = datetime.date.fromisoformat(f"{month}-01")
    sampled = invented.day_in(draw, day, invented.last_day(month))
    # Two letters, year, region, institution, serial number: 19 characters, unique in the year.
    key = f"{_LEVELS[level]}{month[2:4]}37000037123{int(month[5:]) * 100 + number:04}"
    return draw_sample(draw, key, level, sampled, index * 100 + number, plans)


def _form_row(number: int, sample: Sample, draw: Random) -> list[Cell]:
    arrived = sample.sampled + datetime.timedelta(draw.randint(0, 3))
    reported = arrived + datetime.timedelta(draw.randint(8, 25))
    return [
        number, sample.number, sample.purpose, sample.level, f"{sample.sampled.year}年食品安全抽检计划{sample.level}", sample.stage,
        sample.site, sample.area, sample.category, sample.product, sample.batch, sample.produced or "/", sample.sampled,
        arrived, reported, sample.producer, sample.producer_province, sample.unit, "山东省", sample.prefecture,
        sample.county, sample.platform, sample.shop, sample.lab, _report(sample), sample.conclusion, "/", "某甲",
    ]  # fmt: skip


def _item_rows(samples: list[Sample], workbook: bool) -> list[list[Cell]]:
    """Workbooks print the limit as one text, the CSV files follow the laboratories' upload template of 17 columns."""
    if workbook:
        return [
            [*ITEMS_WITH_LIMIT_TEXT],
            *([sample.number, *_with_limit_text(item)] for sample in samples for item in sample.items),
        ]
    return [
        [*ITEMS],
        *([sample.number, _report(sample), *_by_template(item), sample.product] for sample in samples for item in sample.items),
    ]


def _with_limit_text(item: Item) -> list[Cell]:
    lod = (item.limit.lod, item.limit.unit) if item.limit.lod else ("/", "/")
    return [
        item.name,
        item.value,
        item.unit,
        item.limit.printed(),
        item.verdict,
        item.method,
        item.basis,
        *lod,
    ]


def _by_template(item: Item) -> list[Cell]:
    lod = (item.limit.lod, item.limit.unit) if item.limit.lod else ("/", "/")
    return [
        item.name,
        item.value,
        item.unit,
        item.verdict,
        item.method,
        item.basis,
        *item.limit.bounds(),
        *lod,
        "/",
        "/",
        "/",
    ]


def _report(sample: Sample) -> str:
    return f"R{sample.number[4:]}"
