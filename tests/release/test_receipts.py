"""Receipts: what a supplier gets back for a delivery."""

import re
import zipfile
from pathlib import Path

import pytest
from python_calamine import load_workbook

from tests.conftest import Office
from tests.release.ten_samples import ITEM, SAMPLE, deliver


def receipts(office: Office) -> dict[str, Path]:
    folder = office.curated / "latest" / "receipts"
    return {path.relative_to(folder).as_posix().rsplit("-", 1)[0]: path for path in sorted(folder.rglob("*.xlsx"))}


def rows(path: Path, sheet: str) -> list[list[object]]:
    return load_workbook(str(path)).get_sheet_by_name(sheet).to_python()


def looks(path: Path) -> dict[str, str]:
    """The format of each cell of the records in quarantine."""
    with zipfile.ZipFile(path) as archive:
        return dict(re.findall(r'<c r="(\w+)" s="(\d+)"', archive.read("xl/worksheets/sheet3.xml").decode()))


def test_every_new_delivery_gets_a_receipt_once(office: Office) -> None:
    deliver(office)
    office.night()
    assert list(receipts(office)) == ["food_sampling_system/form", "food_sampling_system/items"]
    deliver(office, numbers=range(20, 25), failing=(), name="2")
    office.night(days=1)
    assert list(receipts(office)) == ["food_sampling_system/form2", "food_sampling_system/items2"]


def test_a_receipt_names_counts_rules_cells_and_remedies(office: Office) -> None:
    unkeyed = SAMPLE.format(n=1, level="省抽", stage="流通", verdict="合格").removeprefix("SC1")
    office.form(*(SAMPLE.format(n=n, level="省抽", stage="流通", verdict="合格") for n in range(3)), unkeyed)
    office.items(*(ITEM.format(n=n, value="0.11", verdict="合格") for n in range(3)))
    office.night()
    form = receipts(office)["food_sampling_system/form"]
    assert ["隔离记录数", "1"] in [row[:2] for row in rows(form, "回执")]
    assert [row[:3] for row in rows(form, "隔离记录")][1] == ["", "5", "S01"]
    (problem,) = [row for row in rows(form, "问题明细")[1:] if row[4] == "S01"]
    assert problem[1] == "5" and "抽样单编号" in str(problem[6])
    page = form.with_suffix(".md").read_text(encoding="utf-8")
    assert "| S01 |" in page and "补上抽样单编号" in page


def test_a_receipt_counts_all_and_lists_as_many_as_a_person_looks_through(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qmon.reports.receipts._LIMIT", 2)
    office.form(*(SAMPLE.format(n=n, level="省抽", stage="仓库", verdict="合格") for n in range(5)))
    office.night()
    form = receipts(office)["food_sampling_system/form"]
    assert ["S05", 5] in [[row[0], row[3]] for row in rows(form, "回执")]
    assert len(rows(form, "问题明细")) == 1 + 2


def test_in_a_record_in_quarantine_the_cell_that_cannot_be_read_stands_out(office: Office) -> None:
    office.deliver("reinspection/a.csv", "抽样单编号,事件种类,完成时间,文号\nSC1,虚构,2026-01-10,鲁〔2026〕1号\n")
    office.night()
    (book,) = receipts(office).values()
    assert rows(book, "隔离记录")[0][3:6] == ["抽样单编号", "事件种类", "完成时间"]
    shown = looks(book)
    assert shown["E2"] != shown["D2"] == shown["F2"]


def test_in_a_record_without_key_the_cell_that_misses_stands_out(office: Office) -> None:
    office.form(SAMPLE.format(n=1, level="省抽", stage="流通", verdict="合格").removeprefix("SC1"))
    office.night()
    form = receipts(office)["food_sampling_system/form"]
    assert rows(form, "隔离记录")[0][3:5] == ["抽样单编号", "检验目的"]
    shown = looks(form)
    assert shown["D2"] != shown["E2"] == shown["F2"]


def test_a_refused_delivery_gets_one_too(office: Office) -> None:
    office.deliver("food_sampling_system/empty.csv", "")
    office.night()
    page = receipts(office)["food_sampling_system/empty"].with_suffix(".md").read_text(encoding="utf-8")
    assert "拒收" in page and "| F01 |" in page
