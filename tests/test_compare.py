"""Two numbers beside each other at the command line, and each reason for which they are not compared."""

import json
import shutil

import duckdb
import pytest
from click.testing import CliRunner, Result

from qmon.cli import main
from qmon.release import latest
from tests.conftest import Office

SAMPLE = "SC{n},{purpose},省抽,流通,{category},虚构食品{n},{day},虚构食品厂,虚构超市,济南市,{verdict},"
ROWS = [  # purpose, category, year, how many, of these failing
    ("监督抽检", "糕点", 2024, 20, 4), ("监督抽检", "饮料", 2024, 20, 0),
    ("监督抽检", "糕点", 2025, 10, 2), ("监督抽检", "饮料", 2025, 30, 0),
    ("评价性抽检", "糕点", 2023, 10, 1),
]  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("office"))
    rows = []
    for purpose, category, year, n, n_fail in ROWS:
        for number in range(n):
            verdict = "纯抽检不合格样品" if number < n_fail else "纯抽检合格样品"
            rows.append(SAMPLE.format(n=len(rows), purpose=purpose, category=category, day=f"{year}-03-05", verdict=verdict))
    for year in (2024, 2025):
        rows.append(SAMPLE.format(n=len(rows), purpose="风险监测", category="糕点", day=f"{year}-03-05", verdict="纯监测问题样品"))
    made.form(*rows)
    assert made.night().exit_code == 0
    return made


def call(office: Office, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["compare", *arguments, "--task-level", "provincial", "--curated", str(office.curated)])


def test_the_difference_stands_with_its_interval_and_what_made_it(office: Office) -> None:
    """80 % of 糕点 and all of 饮料 in both years; three quarters instead of half are 饮料: 5 points of mix."""
    found = call(office, "food_pass_rate", "2025", "2024")
    assert found.exit_code == 0
    lines = found.output.splitlines()
    assert lines[:2] == ["食品安全监督抽检合格率 2025：95.00%（n=40，不合格 2）", "食品安全监督抽检合格率 2024：90.00%（n=40，不合格 4）"]
    assert lines[2].startswith("变动 5.00 个百分点（95%区间 -7.99～18.54）：无显著变化")
    assert lines[3] == "其中：质量影响 +0.00，结构影响 +5.00，覆盖影响 +0.00"


def test_the_same_in_json(office: Office) -> None:
    found = json.loads(call(office, "food_pass_rate", "2025", "2024", "--json").output)
    assert found["effects"]["mix_effect"] == 0.05
    assert found["difference"] == pytest.approx(0.05)
    assert len(found["by_category"]) == 2


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("food_pass_rate", "2025", "2023"), "抽样策略不同（选择性与随机）：问题导向的抽样与随机抽样的比率不可比"),
        (("food_risk_problem_rate", "2025", "2024", "--with", "food_problem_discovery_rate"), "检验轨道不同（风险监测与监督抽检）"),
        (("food_pass_rate", "2025", "2024", "--with", "food_pass_rate_derived"), "没有这样的分组"),
    ],
)
def test_what_means_nothing_is_refused_with_the_reason(office: Office, arguments: tuple[str, ...], reason: str) -> None:
    found = call(office, *arguments)
    assert found.exit_code == 1
    assert reason in found.output


def test_numbers_of_two_definitions_are_refused(office: Office) -> None:
    """The release before, whose definition excluded nothing."""
    now = latest(office.curated)
    assert now is not None
    before = now.folder.with_name("20200101T000000Z-00000000")
    if not before.exists():
        shutil.copytree(now.folder, before)
        with duckdb.connect(str(before / "qmon.duckdb")) as connection:
            connection.execute(
                "UPDATE indicator SET definition = replace(replace(definition, 'version: ''1''', 'version: ''0'''), "
                "'''supervision''', '''supervision'', ''routine''') WHERE indicator = 'food_pass_rate'"
            )
    found = call(office, "food_pass_rate", "2025", "2024", "--release", "20200101")
    assert found.exit_code == 1
    assert "口径版本不同（第1版与第0版）：请按同一口径重算后再比" in found.output
    assert "没有发布 19990101" in call(office, "food_pass_rate", "2025", "2024", "--release", "19990101").output
