"""Bad input at the door: each kind has a finding with a code and a remedy, the night goes on with the rest, nothing is lost."""

import io
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from qmon import files, raw
from qmon.findings import rules
from qmon.received import Store
from qmon.sources import sources
from tests.conftest import FORM, Office

SAMPLE = "SC1,监督抽检,省抽,流通,糕点,虚构蛋糕,2025-03-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,"
GOOD = "\n".join((FORM, SAMPLE)) + "\n"


def workbook(rows: list[list[str]], sheet: str = "抽样单") -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write_string(number, column, cell)
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 120_000_000)
    return buffer.getvalue()


def damaged(content: bytes) -> bytes:
    """The workbook with zeros where its sheet is packed."""
    start = content.index(b"xl/worksheets/sheet1.xml") + 40
    return content[:start] + b"\0" * 60 + content[start + 60 :]


ROWS = [FORM.split(","), SAMPLE.split(",")]
REFUSED = {
    "empty": (b"", "F01"),
    "only spaces": (b" \r\n\t\r\n", "F01"),
    "header only": ((FORM + "\n").encode(), "F02"),
    "header only, as workbook": (workbook(ROWS[:1]), "F02"),
    "truncated workbook": (workbook(ROWS)[:-600], "F03"),
    "damaged workbook": (damaged(workbook(ROWS)), "F03"),
    "quote that never ends": (GOOD.replace("虚构蛋糕", '"虚构蛋糕').encode(), "F03"),
    "web page named .xls": (b"<html><table><tr><td>1</td></tr></table></html>", "F04"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "F04"),
    "bytes in no encoding": (GOOD.encode("gb18030") + b"\xff\xff\n", "F05"),
    "UTF-8 cut in a character": (GOOD.encode()[:-2] + "糕".encode()[:2], "F05"),
    "small file that unfolds": (bomb(), "F09"),
    "another table": (b"a,b,c\n1,2,3\n", "H01"),
    "key column missing": (GOOD.replace("抽样单编号,", "编号,").encode(), "H01"),
    "heading twice": (GOOD.replace("样品名称", "抽样日期").encode(), "H05"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_refused_with_a_code_and_a_remedy_while_the_rest_goes_on(office: Office, content: bytes, code: str) -> None:
    office.deliver("food_sampling_system/bad.csv", content)
    office.deliver("food_sampling_system/good.csv", GOOD)
    status = {row["file"].split("/")[1]: row["delivery_status"] for row in office.take_in()}
    assert status == {"bad.csv": "refused", "good.csv": "accepted"}
    assert [row["code"] for row in office.history("finding") if row["acts_on"] == "delivery"] == [code]
    assert rules()[code].remedy
    assert office.store.kept(next(r.sha256 for r in office.store.receipts() if r.file.endswith("bad.csv"))).read_bytes() == content


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_the_same_rows_in_every_encoding(office: Office, encoding: str) -> None:
    office.deliver("food_sampling_system/a.csv", GOOD, encoding)
    office.take_in()
    (sample,) = office.history("sample")
    assert (sample["product"], sample["category_code"], sample["sampled_region"]) == ("虚构蛋糕", "F24", "370100")


def test_content_decides_not_the_name(office: Office) -> None:
    office.deliver("food_sampling_system/a.xls", workbook(ROWS))
    office.deliver("food_sampling_system/b.xlsx", GOOD.replace("SC1", "SC2"))
    assert [row["encoding"] for row in office.take_in()] == ["xlsx", "utf-8"]
    assert office.codes() == []


# ── headings ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_columns_may_come_in_any_order_and_under_any_known_heading(office: Office) -> None:
    rows = [line.split(",") for line in GOOD.splitlines()]
    office.deliver("food_sampling_system/a.csv", "\n".join(",".join(reversed(row)) for row in rows).replace("样品名称", "食品\u3000名称"))
    office.take_in()
    (sample,) = office.history("sample")
    assert (sample["sample_no"], sample["product"], office.codes()) == ("SC1", "虚构蛋糕", [])


def test_a_new_column_stops_here_and_is_named(office: Office) -> None:
    office.deliver("food_sampling_system/a.csv", GOOD.replace(",备注", ",备注,新列").replace("合格样品,", "合格样品,,某值"))
    office.take_in()
    (found,) = office.history("finding")
    assert (found["code"], found["found_text"]) == ("H02", "新列")
    assert "某值" not in str(office.history("sample"))


def test_a_renamed_column_is_missing_and_unknown_at_once(office: Office) -> None:
    office.deliver("food_sampling_system/a.csv", GOOD.replace("抽样日期", "抽检时间"))
    office.take_in()
    assert office.codes() == ["D02", "H02", "H04"]
    assert office.history("delivery")[0]["delivery_status"] == "held"


def test_a_sheet_without_known_headings_is_named(office: Office) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in (("说明", [["填表说明"], ["一、二、三"]]), ("抽样单", ROWS)):
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    office.deliver("food_sampling_system/a.xlsx", buffer.getvalue())
    office.take_in()
    assert [(row["code"], row["sheet"]) for row in office.history("finding")] == [("H03", "说明")]
    assert [row["sheet"] for row in office.history("sample")] == ["抽样单"]


def test_a_sheet_that_the_source_ignores_is_passed_over() -> None:
    source = sources()["food_sampling_system"].model_copy(update={"ignored_sheets": ("*_SUM", "说明")})
    assert [source.ignores_sheet(name) for name in ("Apples_SUM", "说明", "SUM_Apples", "抽样单")] == [True, True, False, False]


def test_title_rows_above_the_heading_are_passed_over(office: Office) -> None:
    office.deliver("food_sampling_system/a.csv", "山东省抽检信息\n\n" + GOOD)
    office.take_in()
    assert [row["row_no"] for row in office.history("sample")] == [3]


# ── records ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("extra", [",多", ""], ids=["too many cells", "too few cells"])
def test_a_shifted_record_is_quarantined_with_its_cells(office: Office, extra: str) -> None:
    shifted = SAMPLE.replace("SC1", "SC2") + extra if extra else "SC2,监督抽检,省抽,流通"
    office.deliver("food_sampling_system/a.csv", GOOD + shifted + "\n" + SAMPLE.replace("SC1", "SC3") + "\n")
    office.take_in()
    assert [row["row_no"] for row in office.history("sample")] == [2, 4]
    (row,) = office.history("quarantine")
    assert (row["code"], row["row_no"]) == ("H06", 3)
    assert "SC2" in row["cells"]
    assert office.history("delivery")[0]["n_records"] == 3


def test_a_delivery_of_which_no_record_can_be_kept_is_held_with_all_of_them_in_quarantine(office: Office) -> None:
    office.items("SC1,铅", "SC2,镉")
    (row,) = office.take_in()
    assert (row["delivery_status"], row["n_samples"], row["n_results"], row["n_quarantined"]) == ("held", 0, 0, 2)


def test_every_record_is_a_sample_a_duplicate_or_in_quarantine(office: Office) -> None:
    bad = [SAMPLE, SAMPLE.replace("SC1,", ",", 1), "SC9,省抽", SAMPLE.replace("SC1", "SC4")]
    office.deliver("food_sampling_system/a.csv", GOOD + "\n".join(bad) + "\n")
    (row,) = office.take_in()
    assert row["n_records"] == row["n_samples"] + row["n_exact_duplicates"] + row["n_quarantined"] == 5


def test_codes_keep_their_leading_zeros(office: Office) -> None:
    office.deliver("food_sampling_system/a.csv", "抽样单编号,抽样环节,抽样日期,批号,结论\n0012,流通,2025-03-05,0123,纯抽检合格样品\n")
    office.deliver(
        "food_sampling_system/b.xlsx",
        workbook([["抽样单编号", "抽样环节", "抽样日期", "批号", "结论"], ["0013", "流通", "2025-03-05", "0123", "合格"]]),
    )
    office.take_in()
    assert sorted((row["sample_no"], row["batch_no"]) for row in office.history("sample")) == [("0012", "0123"), ("0013", "0123")]


@pytest.mark.parametrize(
    ("written", "read"),
    [("46126", None), ("２０２５-０３-０５", "2025-03-05"), ("\xa02025-03-05\u3000", "2025-03-05"), ("2025年3月5日", "2025-03-05")],
    ids=["a serial number", "full-width digits", "spaces of other kinds", "in words"],
)
def test_a_date_is_read_or_named_with_its_cell(office: Office, written: str, read: str | None) -> None:
    office.deliver("food_sampling_system/a.csv", GOOD + SAMPLE.replace("SC1", "SC2").replace("2025-03-05", written) + "\n")
    office.take_in()
    days = {row["sample_no"]: row["sampled_on"] for row in office.history("sample")}
    assert str(days["SC2"]) == str(read)
    assert [(row["code"], row["row_no"], row["found_text"]) for row in office.history("finding")] == ([] if read else [("C01", 3, written)])


def test_a_column_of_dates_that_collapses_holds_the_delivery(office: Office) -> None:
    office.deliver("food_sampling_system/a.csv", GOOD.replace("2025-03-05", "46126"))
    (delivery,) = office.take_in()
    assert (delivery["delivery_status"], office.codes()) == ("held", ["C01", "D02"])


@pytest.mark.parametrize(
    "name", ["=1+1", "../../evil", "'); DROP TABLE sample; --", "食品/乳制品", "<script>alert(1)</script>", "a|b", "{x}"]
)
def test_evil_words_are_only_words(office: Office, name: str) -> None:
    office.deliver("food_sampling_system/a.csv", GOOD.replace("糕点", name).replace("虚构蛋糕", name))
    office.take_in()
    (sample,) = office.history("sample")
    assert (sample["product"], sample["category_text"], sample["category_code"]) == (name, name, None)
    assert [row["found_text"] for row in office.history("finding")] == [name]


# ── deliveries that come again ────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_bytes_under_another_name_count_once(office: Office) -> None:
    office.deliver("food_sampling_system/a.csv", GOOD)
    office.deliver("food_sampling_system/b.csv", GOOD)
    assert [row["delivery_status"] for row in office.take_in()] == ["accepted", "duplicate"]
    assert len(office.history("sample")) == 1
    assert office.codes() == ["F07"]


def test_an_unchanged_file_is_known(office: Office) -> None:
    office.deliver("food_sampling_system/a.csv", GOOD)
    office.take_in()
    assert office.take_in() == []


def test_a_changed_file_is_a_new_delivery_that_says_what_it_supersedes(office: Office) -> None:
    office.deliver("food_sampling_system/a.csv", GOOD)
    (first,) = office.take_in()
    office.deliver("food_sampling_system/a.csv", GOOD.replace("纯抽检合格样品", "纯抽检不合格样品"))
    (second,) = office.take_in()
    assert (second["supersedes"], second["n_fail_reported"]) == (first["delivery_id"], 1)
    assert office.codes() == ["F08"]


def test_a_file_that_goes_back_to_its_first_content_is_a_third_delivery(office: Office) -> None:
    for content in (GOOD, GOOD.replace("糕点", "饼干"), GOOD):
        office.deliver("food_sampling_system/a.csv", content)
        office.take_in()
    assert len(office.history("delivery")) == 3


def test_a_file_still_being_written_waits(office: Office) -> None:
    path = office.deliver("food_sampling_system/a.csv", GOOD)
    store = Store(office.curated)
    waiting = raw.survey(office.raw, store, ["food_sampling_system"], office.now, rest_seconds=120)
    assert ([note["code"] for note in waiting.notes], waiting.new) == (["F06"], [])
    os.utime(path, (path.stat().st_mtime - 121, path.stat().st_mtime - 121))
    assert len(raw.survey(office.raw, store, ["food_sampling_system"], office.now, rest_seconds=120).new) == 1


def test_a_folder_without_source_is_named(office: Office) -> None:
    office.deliver("unknown_supplier/a.csv", GOOD)
    found = raw.survey(office.raw, Store(office.curated), ["food_sampling_system"], office.now, rest_seconds=0)
    assert ([note["code"] for note in found.notes], found.new) == (["F10"], [])


def test_hidden_files_and_links_are_no_deliveries(office: Office, tmp_path: Path) -> None:
    office.deliver("food_sampling_system/.a.csv.part", GOOD)
    office.deliver("food_sampling_system/~$a.xlsx", GOOD)
    outside = tmp_path / "outside.csv"
    outside.write_text(GOOD, encoding="utf-8")
    (office.raw / "food_sampling_system" / "link.csv").symlink_to(outside)
    assert office.take_in() == []


def test_the_door_names_what_it_saw() -> None:
    with pytest.raises(files.Refused, match="F01"):
        files.recognise(Path(os.devnull))
