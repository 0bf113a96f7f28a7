"""Forward from a delivery: the numbers that it touches are those whose samples lead back to it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from qmon import explain, impact
from qmon.cli import main
from qmon.release import NotThere
from qmon.sources import sources
from tests.conftest import Office
from tests.once import once
from tests.release.ten_samples import ITEM as RESULT
from tests.release.ten_samples import deliver, first_night

NUMBERS = [
    ("food_pass_rate", "2025", {"task_level": "provincial"}),
    ("food_pass_rate", "2025", {"task_level": "national"}),
    ("food_pass_rate", "2025-12", {"task_level": "provincial", "category": "糕点"}),
    ("food_pass_rate", "2025-Q4", {"task_level": "national", "region": "济南市"}),
    ("food_pass_rate_derived", "2025", {"task_level": "provincial"}),
]
EVENT = "抽样单编号,事件种类,完成时间,复检项目,复检结果,单位,复检结论,文号\nSC3,复检,2026-01-10,铅,0.1,mg/kg,复检合格,虚构复检〔2026〕1号\n"


@once
def three_nights(office: Office) -> None:
    """Deliveries of two levels; a correction and a re-inspection later; contradictory items that a decision lets count."""
    deliver(office)
    deliver(office, level="国抽", numbers=range(20, 25), failing=(21,), name="2")
    office.items(
        *(RESULT.format(n=22, value=value, verdict=verdict) for value, verdict in (("0.11", "合格"), ("0.61", "不合格"))), name="odd.csv"
    )
    office.night()
    deliver(office, failing=(3, 4))
    office.deliver("reinspection/a.csv", EVENT)
    office.night(days=1)
    ((finding_id,),) = office.ask("SELECT finding_id FROM finding WHERE acts_on = 'sample' AND finding_status = 'open' LIMIT 1")
    office.deliver("decision/a.csv", f"发现编号,处理决定,理由,决定人\n{finding_id},采纳,已核,虚构人\n")
    office.night(days=1)


def named(rates: list[dict[str, object]], indicator: str, period: str, given: dict[str, str]) -> bool:
    dimensions = dict.fromkeys(("region", "category", "stage", "channel", "producer_scale", "industry"), "ALL") | given
    return any((row["indicator"], row["period"]) == (indicator, period) and dimensions.items() <= row.items() for row in rates)


def test_explain_and_impact_name_each_other(office: Office) -> None:
    three_nights(office)
    release = office.release
    deliveries = [row["delivery_id"] for row in release.manifest["inputs"]]
    forward = {delivery_id: one.rates for delivery_id in deliveries for one in impact.of(release, delivery_id)}
    files = {row["file"]: row["delivery_id"] for row in release.manifest["inputs"]}
    seen = set()
    for indicator, period, given in NUMBERS:
        found = explain.rate(release, office.curated, sources(), indicator, period, given, shown=10**9)
        back = {found.delivery_id for found in found.records} | {row["delivery_id"] for row in found.decisions}
        assert back == {delivery_id for delivery_id, rates in forward.items() if named(rates, indicator, period, given)}
        seen |= back
    assert {files["decision/a.csv"], files["reinspection/a.csv"]} <= seen and len(seen) < len(deliveries)


def test_the_samples_of_all_deliveries_of_a_number_are_its_n(office: Office) -> None:
    first_night(office)
    release = office.release
    for file in ("form.csv", "items.csv"):
        (one,) = impact.of(release, f"food_sampling_system/{file}")
        assert one.rates and all(row["delivered_n"] == row["n"] and row["delivered_n_fail"] == row["n_fail"] for row in one.rates)


def test_a_superseded_delivery_tells_of_samples_and_touches_no_number(office: Office) -> None:
    three_nights(office)
    release = office.release
    old, new = impact.of(release, "food_sampling_system/form.csv")
    assert [len(old.samples), len(old.rates)] == [10, 0] and not any(sample["described"] for sample in old.samples)
    assert all(sample["described"] for sample in new.samples) and new.rates


def test_every_impact_is_a_published_rate(office: Office) -> None:
    three_nights(office)
    columns = "indicator, grouping, period_kind, period, region_code, category_code, stage, channel, producer_scale, industry, task_level"
    assert office.ask(f"SELECT {columns} FROM impact EXCEPT SELECT {columns} FROM rate") == []
    assert office.ask(f"SELECT {columns} FROM rate EXCEPT SELECT {columns} FROM impact") == []


def test_a_file_on_the_disk_is_known_by_its_bytes(office: Office, tmp_path: Path) -> None:
    first_night(office)
    release = office.release
    copy = (office.raw / "food_sampling_system" / "form.csv").rename(tmp_path / "renamed.csv")
    (one,) = impact.of(release, str(copy))
    assert one.delivery["file"] == "food_sampling_system/form.csv"


def test_what_was_never_delivered_is_said(office: Office) -> None:
    first_night(office)
    release = office.release
    with pytest.raises(NotThere, match="没有这件交付：food/none.csv"):
        impact.of(release, "food/none.csv")


def test_the_command_line_says_it_in_words_and_in_json(office: Office) -> None:
    first_night(office)
    where = ("food_sampling_system/items.csv", "--curated", str(office.curated))
    words = CliRunner().invoke(main, ["impact", *where, "--limit", "2"])
    assert words.exit_code == 0 and "涉及样品 10 批次" in words.output and "列出 2 个" in words.output
    assert "合计" in words.output and "省级" in words.output and "total" not in words.output
    (one,) = json.loads(CliRunner().invoke(main, ["impact", *where, "--json"]).output)
    assert {row["indicator"] for row in one["rates"]} == {
        "food_item_pass_rate",
        "food_pass_rate",
        "food_pass_rate_derived",
        "food_problem_discovery_rate",
    }
