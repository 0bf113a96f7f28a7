"""Carrying: a release that is carried on from the one before is, table by table, the one that is made anew from all of the history.

More than one series of random nights: `QMON_SEEDS=20 pytest tests/release/test_carrying.py -n 2`.
"""

import datetime
import os
import random
from pathlib import Path
from typing import Any

import pytest

from qmon.curated import History, compaction, knowledge, parts
from qmon.engine import connect, fetch
from qmon.indicators import indicators
from qmon.release import DATABASE, Release, building, carrying
from tests.conftest import Office
from tests.release.ten_samples import deliver, first_night

HEADING = (
    "抽样单编号,检验目的,任务级别,抽样环节,食品大类,样品名称,抽样日期,签发日期,生产日期,生产企业名称,被抽样单位名称,抽样地地市,结论,备注"
)
EVENT = "抽样单编号,事件种类,申请时间,完成时间,复检结论,复检机构,文号"
DECISION = "发现编号,处理决定,新值,理由,决定人,有效期至"
NIGHTS = 4


@pytest.fixture(autouse=True)
def however_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small histories are carried, too, compacted, read from their files, and made anew in parts."""
    monkeypatch.setattr(building, "LEAST_ROWS", 0)
    monkeypatch.setattr(knowledge, "AT_HAND", 0)
    monkeypatch.setattr(parts, "RESULTS", 4)
    monkeypatch.setattr(parts, "SAMPLES", 3)
    monkeypatch.setattr(compaction, "MANY", 3)


def of_all(database: Path) -> dict[str, str]:
    """The content hash of each table, those that only the next night reads among them."""
    with connect(database, read_only=True) as connection:
        tables = fetch(
            connection,
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE schema_name IN ('main', 'counted', 'carried') ORDER BY ALL",
        )
        return {f"{schema}.{name}": carrying.sums(connection, f'{schema}."{name}"').digest for schema, name in tables}


def made_anew(office: Office, folder: Path) -> Path:
    """The database of the latest release, made from all of the history."""
    manifest = office.release.manifest
    folder.mkdir()
    previous = Release(office.curated / "releases" / manifest["previous"]) if manifest["previous"] else None
    known = datetime.datetime.fromisoformat(manifest["known"])
    building.tables(folder, History(office.curated), office.settings.known_sources(), indicators(), known, previous)
    return folder / DATABASE


def differing(office: Office, folder: Path) -> list[str]:
    """The tables in which the latest release is not the one made anew, and its counts where they are not those of its rows."""
    carried, anew = of_all(office.release.database), of_all(made_anew(office, folder))
    said = {f"main.{name}": digest for name, digest in office.release.manifest["content"].items()}
    return sorted(
        name
        for name in carried.keys() | anew.keys()
        if carried.get(name) != anew.get(name) or said.get(name, carried.get(name)) != carried.get(name)
    )


class Deliveries:
    """Random deliveries of an office: few shops, makers and products, so that samples meet; the same each time."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.chance, self.n, self.night = office, random.Random(seed), 0, 0

    def some(self) -> None:
        """What comes in one night: new samples; at times corrected ones, repeated files, events, decisions, items without their sample."""
        self.night += 1
        chance = self.chance
        first, self.n = self.n, self.n + chance.randrange(1, 9)
        self.samples(f"{self.night}_new", range(first, self.n), with_items=chance.random() < 0.9)
        if first and chance.random() < 0.5:
            self.samples(f"{self.night}_again", [chance.randrange(self.n) for _ in range(2)], with_items=chance.random() < 0.7)
        if chance.random() < 0.2:
            self.items(f"{self.night}_early", [self.n, self.n + 1])
        if chance.random() < 0.6:
            numbers = [chance.randrange(self.n + 3) for _ in range(2)]
            kinds = ("复检", "复检", "异议", "作废", "假冒", "更正")
            concluded, where = ("复检合格", "复检不合格", ""), ("甲复检中心", "乙复检中心")
            rows = [
                f"SC{n},{chance.choice(kinds)},{self.day(3)},{self.day(1)},{chance.choice(concluded)},{chance.choice(where)},"
                f"鲁复检{chance.randrange(6)}号"
                for n in numbers
            ]
            self.write("reinspection", "events", EVENT, rows)
        if self.night > 1 and chance.random() < 0.4:
            self.decide()

    def decide(self) -> None:
        """A decision on a finding that stands, or on one that was answered before."""
        asked = "SELECT finding_id FROM finding WHERE code NOT IN ('D01') ORDER BY finding_id"
        found = [number for (number,) in self.office.ask(asked)]
        if not found:
            return
        until = self.day(-2) if self.chance.random() < 0.3 else ""
        answer = self.chance.choice(("采纳", "作废", "不予处理", "替换"))
        self.write("decision", "decisions", DECISION, [f"{self.chance.choice(found)},{answer},虚构乙店,核实,虚构人,{until}"])

    def samples(self, name: str, numbers: Any, with_items: bool) -> None:
        chance, rows = self.chance, []
        for n in numbers:
            verdict = chance.choice(("合格", "合格", "不合格"))
            shop, maker = chance.choice(("虚构甲店", "虚构乙店", "某店")), chance.choice(("虚构一厂", "虚构二厂", ""))
            made = chance.choice(("2025-11-01", "2025-11-02", ""))
            rows.append(
                f"SC{n},监督抽检,{chance.choice(('省抽', '国抽'))},{chance.choice(('流通', '生产'))},糕点,虚构蛋糕{chance.randrange(2)},"
                f"{self.day(20)},{self.day(2)},{made},{maker},{shop},济南市,纯抽检{verdict}样品,"
            )
        self.write("food_sampling_system", f"{name}_form", HEADING, rows)
        if with_items:
            self.items(name, numbers)

    def items(self, name: str, numbers: Any) -> None:
        rows = []
        for n in numbers:
            for item in ("铅（以Pb计）", "甜蜜素")[: self.chance.randrange(1, 3)]:
                fails = self.chance.random() < 0.4
                rows.append(f"SC{n},{item},{0.9 if fails else 0.1},mg/kg,{'不合格' if fails else '合格'}项,0.5,mg/kg,0.02,mg/kg")
        self.write(
            "food_sampling_system",
            f"{name}_items",
            "抽样单编号,检验项目,检验结果,结果单位,结果判定,最大允许限,允许限单位,方法检出限,检出限单位",
            rows,
        )

    def write(self, source: str, name: str, heading: str, rows: list[str]) -> None:
        self.office.deliver(f"{source}/{self.night:03}_{name}.csv", "\n".join((heading, *rows)) + "\n")

    def day(self, ago: int) -> datetime.date:
        return (self.office.now - datetime.timedelta(days=ago)).date()


@pytest.mark.parametrize("seed", range(int(os.environ.get("QMON_SEEDS", "1"))))
def test_random_nights_are_carried_as_they_would_be_made_anew(office: Office, tmp_path: Path, seed: int) -> None:
    deliveries, carried = Deliveries(office, seed), 0
    office.now = datetime.datetime(2026, 1, 2, 17, 30, tzinfo=datetime.UTC)
    for night in range(NIGHTS):
        deliveries.some()
        office.night(days=1)
        carried += office.release.manifest["anew"] is None
        assert differing(office, tmp_path / f"anew{night}") == [], (night, office.release.manifest["anew"])
    assert carried >= NIGHTS // 2


def test_the_first_release_and_the_first_of_a_month_are_made_anew(office: Office) -> None:
    reasons = []
    for night, days in enumerate((0, 1, 20)):
        deliver(office, numbers=range(10 * night, 10 * night + 10), name=str(night))
        office.night(days=days)
        reasons.append(office.release.manifest["anew"])
    assert reasons == ["第一次发布", None, "每月第一次发布"]


def sampled(n: int, day: str, maker: str = "虚构一厂", shop: str = "虚构超市", verdict: str = "合格") -> str:
    return f"SC{n},监督抽检,省抽,生产,糕点,虚构蛋糕{n},{day},,,{maker},{shop},济南市,纯抽检{verdict}样品,"


def test_a_sample_that_comes_late_moves_the_finding_that_there_are_too_many(office: Office, tmp_path: Path) -> None:
    office.form(*(sampled(n, f"2025-12-0{n + 1}") for n in range(1, 6)), heading=HEADING)
    office.night()
    beyond = "SELECT sample_id FROM finding WHERE code = 'S09' AND column_name = 'producer_name'"
    assert office.ask(beyond) == [("food_sampling_system:SC4",)]
    office.form(sampled(9, "2025-12-01"), heading=HEADING, name="late.csv")
    office.night(days=1)
    assert office.release.manifest["anew"] is None
    assert office.ask(beyond) == [("food_sampling_system:SC3",)]
    assert differing(office, tmp_path / "anew") == []


NOTICE = "food_notice/2025-09-12 山东省市场监督管理局2025年第20期"
FAILING = (
    "序号,样品名称,标称生产企业名称,被抽样单位名称,生产日期/批号,不合格项目‖检验结果‖标准值\n"
    "1,虚构豇豆,/,虚构超市,2025-07-01,镉║0.2mg/kg║≤0.1mg/kg\n"
)
CONFORMING = "序号,样品名称,标称生产企业名称,被抽样单位名称,生产日期/批号\n1,虚构糕点,虚构食品厂,虚构超市,2025-07-01\n"
BEYOND = {
    "公布数、产值或计划以最新文件为全部": {"sampling_plan/plan.csv": "计划名称,年份,计划批次\n甲计划,2025,6\n"},
    "只列不合格样品的公告名单": {f"{NOTICE}/不合格产品信息.csv": FAILING},
    "可能与无抽样单编号的公告样品相同": {f"{NOTICE}/合格产品信息.csv": CONFORMING},
}


@pytest.mark.parametrize("why", BEYOND)
def test_what_reaches_further_than_its_samples_is_made_anew(office: Office, why: str) -> None:
    first_night(office)
    for file, content in BEYOND[why].items():
        office.deliver(file, content)
    office.night(days=1)
    assert office.release.manifest["anew"] == why


def test_a_sample_that_could_be_one_of_a_notice_is_made_anew_and_another_is_not(office: Office) -> None:
    office.deliver(f"{NOTICE}/合格产品信息.csv", CONFORMING)
    office.night()
    reasons = []
    for n, shop in enumerate(("虚构超市", "别家商店")):
        office.form(sampled(n, "2025-08-01", shop=shop), heading=HEADING, name=f"{n}.csv")
        office.night(days=1)
        reasons.append(office.release.manifest["anew"])
    assert reasons == ["可能与无抽样单编号的公告样品相同", None]


def test_a_decision_on_a_whole_delivery_is_made_anew_and_a_sample_that_rests_on_it_is_carried(office: Office, tmp_path: Path) -> None:
    deliver(office, numbers=range(12), failing=tuple(range(12)))
    office.night()
    ((number,),) = office.ask("SELECT finding_id FROM finding WHERE code = 'D03' AND file LIKE '%form%'")
    office.deliver("decision/a.csv", f"发现编号,处理决定,理由,决定人\n{number},采纳,全部样品即此,虚构人\n")
    office.night(days=1)
    assert office.release.manifest["anew"] == "一项决定所答的发现不属于单个样品"
    office.deliver("reinspection/a.csv", f"{EVENT}\nSC3,复检,2026-01-05,2026-01-10,复检合格,虚构复检中心,鲁复检1号\n")
    office.night(days=1)
    assert office.release.manifest["anew"] is None
    assert differing(office, tmp_path / "anew") == []


def test_a_damaged_database_is_not_carried_on(office: Office, tmp_path: Path) -> None:
    first_night(office)
    with office.release.database.open("ab") as file:
        file.write(b"x")  # what it says can still be read
    deliver(office, numbers=range(20, 30), name="2")
    office.night(days=1)
    assert office.release.manifest["anew"] == "前一次发布的数据库已损坏"
    assert differing(office, tmp_path / "anew") == []


@pytest.mark.parametrize("least_rows", [0, 200_000], ids=["carried on", "made anew"])
def test_a_database_that_cannot_be_read_is_named_until_it_is_restored(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least_rows: int
) -> None:
    monkeypatch.setattr(building, "LEAST_ROWS", least_rows)
    first_night(office)
    damaged = office.release.database
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:4096] + bytes(1 << 18) + whole[4096 + (1 << 18) :])
    deliver(office, numbers=range(20, 30), name="2")
    outcome = office.night(days=1)
    assert outcome.exit_code == 14
    assert f"前一次发布的数据库已损坏，无法读取：{damaged}；请从备份恢复该文件" in outcome.summary
    damaged.unlink()
    assert "前一次发布的数据库已损坏" in office.night().summary
    damaged.write_bytes(whole)
    assert office.night().exit_code == 0
    assert differing(office, tmp_path / "anew") == []
