"""A new source: proposed from a file, read at once, and its fixture is a test."""

from pathlib import Path

import yaml
from click.testing import CliRunner

from qmon.cli import main
from qmon.sources import sources
from tests.conftest import Office

LIST = (
    "××县2025年抽检名单,,,,,,\n"
    "抽样单编号,样品名称,抽样日期,被抽样单位名称,结论,柜台,检查人电话\n"
    "XC1,虚构酱,2025-03-01,虚构店,合格,三号,13800138000\n"
    "XC2,虚构醋,2025-03-02,虚构店,不合格,四号,13800138000\n"
)


def test_known_headings_are_mapped_and_the_others_listed_with_what_stands_below_them(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    done = CliRunner().invoke(main, ["new-source", "county_list", "--from", str(path), "--to", str(tmp_path / "more")])
    assert done.exit_code == 0, done.output
    record = sources((tmp_path / "more",))["county_list"].records["record"]
    assert {column: list(headings) for column, headings in record.columns.items()} == {
        "sample_no": ["抽样单编号"],
        "product": ["样品名称"],
        "sampled_on": ["抽样日期"],
        "sampled_unit_name": ["被抽样单位名称"],
        "verdict_reported": ["结论"],
    }
    text = (tmp_path / "more" / "county_list" / "source.yml").read_text(encoding="utf-8")
    assert "三号" in text and "13800138000" not in text


def test_the_proposal_reads_its_file_and_its_expected_rows_say_how(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    more = tmp_path / "more"
    CliRunner().invoke(main, ["new-source", "county_list", "--from", str(path), "--to", str(more)])
    expected = yaml.safe_load((more / "county_list" / "fixture.expected.yml").read_text(encoding="utf-8"))
    office.folders = (more,)
    office.deliver("county_list/list.csv", LIST)
    assert office.night().exit_code == 0
    assert [row["sample_id"] for row in expected["samples"]] == [row["sample_id"] for row in office.history("sample")]
    assert CliRunner().invoke(main, ["check", str(path), "--source", "county_list", "--sources", str(more)]).exit_code == 0


def test_a_file_without_a_table_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "word.csv"
    path.write_text("hello\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["new-source", "word", "--from", str(path), "--to", str(tmp_path / "more")])
    assert done.exit_code == 1 and "H01" in done.output
    assert not (tmp_path / "more").exists()
