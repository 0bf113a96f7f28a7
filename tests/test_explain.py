"""Back to the record: the samples behind a rate add up to it, and their cells are found although the file is gone."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from qmon import explain
from qmon.cli import main
from qmon.release import NotThere, latest
from qmon.sources import sources
from tests.conftest import Office
from tests.curated.test_standing import FIRST, NOTICE
from tests.once import once
from tests.release.ten_samples import deliver, first_night


@once
def both_levels(office: Office) -> None:
    """Samples of a provincial and of a national task, released."""
    deliver(office)
    deliver(office, level="国抽", numbers=range(20, 25), failing=(), name="2")
    office.night()


def test_the_samples_behind_a_rate_add_up_to_it(office: Office) -> None:
    deliver(office, failing=(3, 7))
    office.night()
    release = latest(office.curated)
    assert release is not None
    found = explain.rate(release, office.curated, sources(), "food_pass_rate", "2025-12", {"category": "糕点"}, shown=100)
    assert (found.rate["n"], found.rate["n_fail"]) == (found.counts["n"], found.counts["n_fail"]) == (10, 2)
    assert [sample["n_fail"] for sample in found.samples] == [1, 1] + [0] * 8
    first = found.records[0]
    assert (first.file, first.row_no, first.cells["抽样单编号"], first.cells["结论"]) == (
        "food_sampling_system/form.csv",
        5,
        "SC3",
        "纯抽检不合格样品",
    )
    assert [record.cells["检验结果"] for record in found.records if "检验结果" in record.cells][:2] == ["0.61", "0.61"]


def test_it_still_works_when_the_delivered_file_is_gone(office: Office) -> None:
    first_night(office)
    for path in office.raw.rglob("*.csv"):
        path.unlink()
    release = latest(office.curated)
    assert release is not None
    found = explain.rate(release, office.curated, sources(), "food_pass_rate", "2025", {}, shown=1)
    assert found.records[0].cells["样品名称"] == "虚构蛋糕"


def test_who_may_read_the_release_but_not_the_kept_bytes_gets_the_places_without_the_cells(office: Office) -> None:
    first_night(office)
    for folder in ("kept", "received", "history"):
        (office.curated / folder).rename(office.raw / folder)
    arguments = ["explain", "food_pass_rate", "--period", "2025", "--curated", str(office.curated)]
    ran = CliRunner().invoke(main, arguments)
    assert ran.exit_code == 0
    assert "items.csv" in ran.output and "本账户无权读取保存的原件" in ran.output


def test_a_finding_leads_to_its_record(office: Office) -> None:
    deliver(office)
    office.form("SC50,监督抽检,省抽,仓库,糕点,虚构蛋糕,2025-12-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,", name="odd.csv")
    office.night()
    release = latest(office.curated)
    assert release is not None
    ((finding_id,),) = office.ask("SELECT finding_id FROM finding WHERE code = 'S05'")
    found, records = explain.finding(release, office.curated, sources(), finding_id)
    assert (found["found_text"], found["file"], records[0].cells["抽样环节"]) == ("仓库", "food_sampling_system/odd.csv", "仓库")
    assert found["remedy"]


def test_a_finding_on_a_twin_leads_to_both_records(office: Office) -> None:
    office.deliver("food_notice_export/a.csv", "\n".join((NOTICE, FIRST, FIRST.replace("12-01", "12-02"))))
    office.night()
    release = latest(office.curated)
    assert release is not None
    ((finding_id,),) = office.ask("SELECT finding_id FROM finding WHERE code = 'S13'")
    _, records = explain.finding(release, office.curated, sources(), finding_id)
    assert {record.row_no for record in records} == {2, 3}


@pytest.mark.parametrize(
    ("indicator", "period", "given", "said"),
    [
        ("no_such_rate", "2025", {}, "没有指标 no_such_rate；现有"),
        ("food_pass_rate", "1999", {}, "在 1999 没有这样的分组"),
        ("food_pass_rate", "2025", {}, "请指明任务级别"),
    ],
)
def test_what_is_not_there_is_said(office: Office, indicator: str, period: str, given: dict[str, str], said: str) -> None:
    both_levels(office)
    release = latest(office.curated)
    assert release is not None
    with pytest.raises(NotThere, match=said):
        explain.rate(release, office.curated, sources(), indicator, period, given, shown=1)


# ── the command line ──────────────────────────────────────────────────────────────────────────────────────────────────


def call(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_line_explains_in_words_and_in_json(office: Office) -> None:
    first_night(office)
    words = call("explain", "food_pass_rate", "--period", "2025", "--show", "1", "--curated", str(office.curated))
    assert "n=10 合格=9 不合格=1" in words and "与发布一致" in words and "抽样单编号=SC3" in words
    content = json.loads(call("explain", "food_pass_rate", "--period", "2025", "--json", "--curated", str(office.curated)))
    assert content["counts"] == {"n": 10, "n_fail": 1}


def test_the_command_line_lists_findings_sources_indicators_and_the_dictionary(office: Office) -> None:
    office.form("SC1,监督抽检,省抽,仓库,糕点,虚构蛋糕,2025-12-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,")
    office.night()
    assert {row["code"] for row in json.loads(call("findings", "--json", "--curated", str(office.curated)))} == {"S05", "I01"}
    assert "S05-" in call("findings", "--code", "S05", "--curated", str(office.curated))
    assert "共 2 条，列出 1 条" in call("findings", "--limit", "1", "--curated", str(office.curated))
    assert {row["来源"] for row in json.loads(call("sources", "--json"))} >= {"food_sampling_system", "decision"}
    assert len(json.loads(call("indicators", "--json"))) >= 6
    assert "sample_id" in call("dictionary", "--table", "sample")


def test_a_wrong_definition_ends_with_exit_10(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "source.yml").write_text("title: [\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["sources", "--sources", str(tmp_path)])
    assert result.exit_code == 10
    assert "odd/source.yml:" in result.output
