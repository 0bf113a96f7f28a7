"""What is handed to a supplier says what the source reads, and what is filled in is read."""

import json
from pathlib import Path

import jsonschema
import pytest
import xlsxwriter
import yaml
from click.testing import CliRunner
from open_data_contract_standard.model import OpenDataContractStandard
from python_calamine import load_workbook

from qmon.cli import main
from qmon.exchange import handover
from qmon.sources import sources

NAMES = sorted(sources())


@pytest.mark.parametrize("name", NAMES)
def test_the_contract_is_valid_odcs_and_names_every_column(tmp_path: Path, name: str) -> None:
    contract, _, page = handover.write(tmp_path, sources()[name])
    content = yaml.safe_load(contract.read_text(encoding="utf-8"))
    jsonschema.validate(content, json.loads(OpenDataContractStandard.json_schema()))
    told = {kind["name"]: [column["physicalName"] for column in kind["properties"]] for kind in content["schema"]}
    assert told == {kind: list(record.columns) for kind, record in sources()[name].records.items()}
    text = page.read_text(encoding="utf-8")
    assert "http://" not in text and "https://" not in text and sources()[name].title in text


def sheets(path: Path) -> dict[str, tuple[str, list[list[object]]]]:
    book = load_workbook(str(path))
    return {sheet.name: (str(sheet.visible), book.get_sheet_by_name(sheet.name).to_python()) for sheet in book.sheets_metadata}


def test_the_template_has_the_headings_and_its_lists_are_hidden(tmp_path: Path) -> None:
    _, template, _ = handover.write(tmp_path, sources()["food_sampling_system"])
    found = sheets(template)
    assert list(found) == [*sources()["food_sampling_system"].records, "词表"]
    assert "Hidden" in found["词表"][0]
    assert any("糕点" in row for row in found["词表"][1])


def filled(template: Path, to: Path, kind: str, row: dict[str, str]) -> Path:
    """The template's sheet with one record typed below its headings."""
    headings = [str(cell) for cell in sheets(template)[kind][1][0]]
    with xlsxwriter.Workbook(str(to)) as book:
        sheet = book.add_worksheet(kind)
        sheet.write_row(0, 0, headings)
        for position, heading in enumerate(headings):
            sheet.write_string(1, position, row.get(heading, ""))
    return to


def test_the_template_filled_in_passes_the_check(tmp_path: Path) -> None:
    source = sources()["product_spot_check"]
    _, template, _ = handover.write(tmp_path, source)
    row = {
        "抽样单编号": "CP25370000000001", "抽查领域": "流通", "抽查类别": "省级", "产品类别": "电线电缆", "产品名称": "虚构电线",
        "抽样日期": "2025-03-05", "生产企业名称": "虚构线缆有限公司", "被抽查单位": "虚构五金店", "所在地市": "济南市",
        "主要不合格项目": "", "综合判定": "合格",
    }  # fmt: skip
    path = filled(template, tmp_path / "filled.xlsx", "list", row)
    done = CliRunner().invoke(main, ["check", str(path)])
    assert done.exit_code == 0, done.output
    assert "样品批次数：1" in done.output and "产品质量监督抽查" in done.output


def test_a_file_of_no_source_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("colour,size\nred,3\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(path)])
    assert done.exit_code == 1 and "new-source" in done.output


def test_a_file_that_would_be_refused_is_exit_11_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "half.csv"
    path.write_text("样品名称,检验结论\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(path), "--source", "food_notice"])
    assert done.exit_code == 11 and "| F02 |" in done.output
