"""A night of laboratory records and of the notice that prints them again without numbers and with slips: each sample counts once."""

import datetime
from random import Random
from typing import NamedTuple

import pytest

from qmon import explain
from qmon.release import latest
from qmon.sources import sources
from tests.conftest import Office
from tests.facsimile.containers import as_csv
from tests.facsimile.food_sample import Sample, draw_sample

FORM = [
    "抽样单编号", "检验目的", "任务级别", "抽样环节", "食品大类", "样品名称", "批号", "生产日期", "抽样日期", "生产企业名称",
    "被抽样单位名称", "抽样地省份", "抽样地地市", "结论",
]  # fmt: skip
ITEMS = ["抽样单编号", "检验项目", "检验结果", "结果单位", "结果判定"]
NOTICE = ["任务级别", "样品名称", "商标", "生产日期/批号", "标称生产企业名称", "被抽样单位名称", "检验结论"]
LEVELS = {"国抽": "国家级", "省抽": "省级", "市抽": "地市级"}
FILE = "food_notice/2025-11-20 山东省市场监督管理局2025年第20期.csv"


class Night(NamedTuple):
    """What was delivered: samples of the laboratories, those that the notice prints of them, and those that it alone has."""

    reported: list[Sample]
    printed: list[Sample]
    strangers: list[Sample]


def drawn(seed: int, count: int, first: int) -> list[Sample]:
    """Samples with a supervision verdict, in packages that name their maker or not."""
    draw, samples, number = Random(f"{seed}/linked"), [], first
    while len(samples) < count:
        number += 1
        sampled = datetime.date(2025, 8, 1) + datetime.timedelta(draw.randint(0, 60))
        level = draw.choice(tuple(LEVELS))
        sample = draw_sample(draw, f"SC2537000037123{number:04}", level, sampled, number, False)
        if sample.purpose == "监督抽检":
            samples.append(sample)
    return samples


def slip(draw: Random, text: str) -> str:
    """A name as a notice may print it: in full-width figures, with a line break or a space in it, in brackets, or as it is."""
    cut = draw.randint(1, max(1, len(text) - 1))
    return draw.choice(
        (
            text,
            text.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("z"))}),
            f"{text[:cut]}\n{text[cut:]}",
            f"{text[:cut]} {text[cut:]}",
            f"{text[:cut]}（{text[cut:]}）",
            text.replace("食品有限公司", "食品公司"),
        )
    )


def printed_row(draw: Random, sample: Sample) -> list[object]:
    brand = draw.choice(("/", "虚构牌"))
    product = slip(draw, sample.product) if draw.random() > 0.1 else f"虚构{sample.product}"
    day = sample.produced
    if day is not None and draw.random() < 0.05:
        day = day.replace(day=day.day % 28 + 1)
    names = (slip(draw, name) if name != "/" else "/" for name in (sample.producer, sample.unit))
    verdict = "不合格" if "不合格" in sample.conclusion else "合格"
    return [LEVELS[sample.level], product, brand, day or "/", *names, verdict]


def deliver(office: Office, night: Night, seed: int) -> None:
    draw = Random(f"{seed}/slips")
    form = [
        [
            one.number, one.purpose, one.level, one.stage, one.category, one.product, one.batch, one.produced or "/", one.sampled,
            one.producer, one.unit, "山东省", one.prefecture, one.conclusion,
        ]
        for one in night.reported
    ]  # fmt: skip
    items = [[one.number, item.name, item.value, item.unit, item.verdict] for one in night.reported for item in one.items]
    office.deliver("food_sampling_system/form.csv", as_csv([FORM, *form]))
    office.deliver("food_sampling_system/items.csv", as_csv([ITEMS, *items]))
    office.deliver(FILE, as_csv([NOTICE, *(printed_row(draw, one) for one in (*night.printed, *night.strangers))]))


@pytest.mark.parametrize("seed", [1, 2])
def test_what_laboratory_and_notice_both_deliver_counts_once(office: Office, seed: int) -> None:
    reported = drawn(seed, 60, 0)
    night = Night(reported, reported[:50], drawn(seed + 100, 10, 500))
    deliver(office, night, seed)
    assert office.night().exit_code == 0
    true = {row_no: f"food_sampling_system:{sample.number}" for row_no, sample in enumerate(night.printed, 2)}
    linked = dict(
        office.ask("SELECT row_no, linked_sample_id FROM sample_current WHERE source = 'food_notice' AND linked_sample_id IS NOT NULL")
    )
    waiting = {row_no for (row_no,) in office.ask("SELECT row_no FROM sample_current WHERE source = 'food_notice' AND held")}
    right = sum(true.get(row_no) == found for row_no, found in linked.items())
    # A farm product without maker and day of production rests on its name and shop alone: it mostly waits.
    dated = [row_no for row_no, sample in enumerate(night.printed, 2) if sample.produced is not None]
    precision, recall = right / len(linked), right / len(true)
    recall_dated = sum(row_no in linked for row_no in dated) / len(dated)
    settled = sum(row_no in linked or row_no in waiting for row_no in true) / len(true)
    figures = f"precision {precision:.3f}, recall {recall:.3f} ({recall_dated:.3f} of dated), linked or waiting {settled:.3f}"
    print(f"seed {seed}: linked {len(linked)}, {figures}")
    assert precision == 1 and recall_dated >= 0.9 and settled >= 0.9
    # The population: every laboratory record, and of the notice only what is neither linked nor waits.
    counted = (
        "SELECT sum(n)::INT, sum(n_held)::INT FROM pass_rate WHERE indicator = 'food_pass_rate' AND grouping = 'total' AND period = '2025'"
    )
    rows = len(true) + len(night.strangers)
    assert office.ask(counted) == [(len(reported) + rows - len(linked) - len(waiting), len(waiting))]


def test_a_rate_and_a_finding_lead_to_both_records(office: Office) -> None:
    (sample,) = drawn(3, 1, 0)
    deliver(office, Night([sample], [sample], []), 3)
    office.night()
    release = latest(office.curated)
    assert release is not None
    ((level, finding_id),) = office.ask(
        "SELECT sample.task_level, finding_id FROM linkage INNER JOIN sample_current AS sample "
        "ON linkage.linked_sample_id = sample.sample_id WHERE settled = 'linked'"
    )
    rate = explain.rate(release, office.curated, sources(), "food_pass_rate", "2025", {"task_level": level}, shown=1)
    assert (rate.counts["n"], rate.records[0].cells["抽样单编号"]) == (1, sample.number)
    assert [record.file for record in rate.records if record.what.startswith("公告 ")] == [FILE]
    _, records = explain.finding(release, office.curated, sources(), finding_id)
    assert [record.file for record in records][:2] == [FILE, "food_sampling_system/form.csv"]
    assert FILE not in [record.file for record in records[1:]]
