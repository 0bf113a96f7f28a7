"""Each container that a delivery may come in gives the same samples and leads back to its cells; a hostile one is refused with a code."""

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from qmon import landed
from qmon.findings import rules
from qmon.sources import sources
from tests.conftest import FORM, Office
from tests.hostile import containers as made

HEADING = FORM.split(",")
RECORDS = [
    ["SC1", "监督抽检", "省抽", "流通", "糕点", "虚构蛋糕", "2025-03-05", "虚构食品厂", "虚构超市", "济南市", "纯抽检合格样品", ""],
    ["SC2", "监督抽检", "省抽", "流通", "饼干", "虚构饼干", "2025-03-06", "虚构食品厂", "虚构超市", "济南市", "纯抽检不合格样品", ""],
]
ROWS = [HEADING, *RECORDS]
OBJECTS = [dict(zip(HEADING, record, strict=True)) for record in RECORDS]
RECORDS_CUT = [{key: value for key, value in one.items() if key != "备注"} for one in OBJECTS]
CSV = "\n".join(",".join(row) for row in ROWS)
SECOND = "\n".join(CSV.split("\n")[::2])
LINES = "\n".join(json.dumps(one, ensure_ascii=False) for one in OBJECTS)
PAGE = "<html><body><p>公告</p><table>" + "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in ROWS) + "</table></body></html>"
VIEW = "CREATE VIEW seen AS SELECT * FROM form;"
TABLE = f"CREATE TABLE form ({', '.join(HEADING)});"


def allowing(office: Office, more: str) -> None:
    """A source `allowed` like the food system's, with `more` in its source.yml."""
    folder = office.raw.parent / "sources" / "allowed"
    folder.mkdir(parents=True)
    text = (sources()["food_sampling_system"].folder / "source.yml").read_text(encoding="utf-8")
    (folder / "source.yml").write_text(text + more, encoding="utf-8")
    office.folders = (folder.parent,)


def cells_of(office: Office) -> dict[tuple[str, int], dict[str, str]]:
    """The cells at the address of each sample, read once more from the kept bytes as `qmon explain` reads them."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    for receipt in office.store.receipts():
        wanted = {(row["sheet"], row["row_no"]) for row in office.history("sample") if row["delivery_id"] == receipt.delivery_id}
        source = sources(office.folders)[receipt.source]
        found |= landed.from_raw(receipt, office.store.kept(receipt.sha256), source, office.raw.parent).cells(wanted)
    return found


def check_samples(office: Office, encoding: str, addresses: list[tuple[str, int]]) -> None:
    (delivery,) = office.take_in()
    assert (delivery["delivery_status"], delivery["encoding"]) == ("accepted", encoding), office.history("finding")
    rows = sorted(office.history("sample"), key=lambda row: row["sample_no"])
    assert [(row["sample_no"], row["product"], row["category_code"]) for row in rows] == [
        ("SC1", "虚构蛋糕", "F24"),
        ("SC2", "虚构饼干", "F08"),
    ]
    assert [(row["sheet"], row["row_no"]) for row in rows] == addresses
    cells = cells_of(office)
    assert [cells[address]["抽样单编号"] for address in addresses] == ["SC1", "SC2"]


SAME: dict[str, tuple[Callable[[Path], bytes], str, list[tuple[str, int]]]] = {
    "xlsx": (lambda _: made.xlsx(ROWS), "xlsx", [("抽样单", 2), ("抽样单", 3)]),
    "ods": (lambda _: made.ods(ROWS), "ods", [("抽样单", 2), ("抽样单", 3)]),
    "xls": (lambda _: made.xls(ROWS), "xls", [("抽样单", 2), ("抽样单", 3)]),
    "json array": (lambda _: json.dumps(OBJECTS).encode(), "utf-8", [("", 1), ("", 2)]),
    "json array, UTF-16": (lambda _: json.dumps(OBJECTS, indent=1, ensure_ascii=False).encode("utf-16"), "utf-16", [("", 1), ("", 2)]),
    "json array, GB18030": (lambda _: json.dumps(OBJECTS, ensure_ascii=False).encode("gb18030"), "gb18030", [("", 1), ("", 2)]),
    "json object with one array": (lambda _: json.dumps({"备注": "", "rows": RECORDS_CUT}).encode(), "utf-8", [("", 1), ("", 2)]),
    "json lines": (lambda _: LINES.encode(), "utf-8", [("", 1), ("", 2)]),
    "json lines, BOM": (lambda _: LINES.encode("utf-8-sig"), "utf-8-sig", [("", 1), ("", 2)]),
    "json lines, gz": (lambda _: gzip.compress(LINES.encode()), "gz", [("", 1), ("", 2)]),
    "csv, gz": (lambda _: gzip.compress(CSV.encode("gb18030")), "gz", [("", 2), ("", 3)]),
    "json, a member each, tar.gz": (lambda _: made.tar_gz(_members()), "gz", [("a/1.json", 1), ("a/2.json", 1)]),
    "json, a member each, tar": (lambda _: made.tar(_members()), "tar", [("a/1.json", 1), ("a/2.json", 1)]),
    "json, a member each, zip": (lambda _: made.zipped(_members()), "zip", [("a/1.json", 1), ("a/2.json", 1)]),
    "a workbook and a list, zip": (
        lambda _: made.zipped({"一月.xlsx": made.xlsx(ROWS[:2]), "二月.csv": SECOND, "__MACOSX/._二月.csv": b"\x00"}),
        "zip",
        [("一月.xlsx/抽样单", 2), ("二月.csv", 2)],
    ),
    "sqlite": (lambda folder: made.sqlite(folder, TABLE + VIEW, RECORDS), "sqlite", [("form", 1), ("form", 2)]),
    "sqlite without rowid": (
        lambda folder: made.sqlite(folder, TABLE.replace(");", ", PRIMARY KEY (抽样单编号)) WITHOUT ROWID;"), RECORDS),
        "sqlite",
        [("form", 1), ("form", 2)],
    ),
}  # fmt: skip


def _members() -> dict[str, str]:
    return {f"a/{number}.json": json.dumps(one) for number, one in enumerate(OBJECTS, start=1)}


@pytest.mark.parametrize("name", SAME)
def test_the_same_samples_in_every_container_with_their_addresses(office: Office, tmp_path: Path, name: str) -> None:
    make, encoding, addresses = SAME[name]
    office.deliver("food_sampling_system/a.dat", make(tmp_path))
    check_samples(office, encoding, addresses)
    assert office.codes() == []


def test_a_web_page_is_read_where_the_source_allows_it(office: Office) -> None:
    allowing(office, "allows: [html]\n")
    office.deliver("allowed/a.xls", PAGE)
    check_samples(office, "utf-8", [("1", 2), ("1", 3)])


def test_cells_of_a_web_page_that_span_rows_and_columns(office: Office) -> None:
    allowing(office, "allows: [html]\n")
    rows = [f"<tr>{''.join(f'<th>{name}' for name in HEADING)}"]
    rows += ["<tr><td>SC1<td colspan=2>监督抽检<td rowspan=2>流通<br><script>alert(1)</script><td>糕点<td>a" + "<td>" * 6]
    rows += ["<tr><td>SC2<td>监督抽检<td>省抽<td>饼干<td>b<table><tr><td>c</table>" + "<td>" * 6]
    office.deliver("allowed/a.html", f"<table>{''.join(rows)}</table>")
    office.take_in()
    samples = {row["sample_no"]: row for row in office.history("sample")}
    assert [(one["stage"], one["task_level"], one["product"]) for one in samples.values()] == [
        ("circulation", None, "a"),
        ("circulation", "provincial", "b"),
    ]


NESTED = """
{title: 甲, title_en: A, supplier: A, domain: food, key: [sample_no], records: {one: {gives: [sample, result], marks: [编号], path: a.tests,
columns: {sample_no: [编号], product: [a.name], item_name: [a.tests.key], value_text: [a.tests.value]}}}}
"""


def test_records_inside_a_document_are_found_at_the_declared_place(office: Office) -> None:
    folder = office.raw.parent / "sources" / "nested"
    folder.mkdir(parents=True)
    (folder / "source.yml").write_text(NESTED, encoding="utf-8")
    office.folders = (folder.parent,)
    documents = [
        {"编号": "1", "a": {"name": "甲", "tests": {"铅": 0.10, "镉": "<0.05"}}},
        {"编号": "2", "a": {"name": "乙", "tests": None}},
        {"编号": "3", "a": {"name": "丙"}},
    ]
    office.deliver("nested/a.json", json.dumps(documents, ensure_ascii=False).replace("0.1,", "0.10,"))
    office.take_in()
    assert [(row["row_no"], row["product"]) for row in office.history("sample")] == [(1, "甲"), (3, "乙"), (4, "丙")]
    results = sorted((row["row_no"], row["item_name"], row["value_text"]) for row in office.history("result"))
    assert results == [(1, "铅", "0.10"), (2, "镉", "<0.05")]
    assert cells_of(office)["", 4] == {"编号": "3", "a.name": "丙"}


# ── hostile ───────────────────────────────────────────────────────────────────────────────────────────────────────────

LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9)) + "]>"
EXTERNAL = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
STRINGS = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
REPEATED = (
    '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string" '
    'table:number-columns-repeated="900"><text:p>v</text:p></table:table-cell></table:table-row></table:table>'
)
LONG = f">{'x' * 100_000}<"
MERGES = "</sheetData><mergeCells>" + "<mergeCell ref='A1:A4000'/>" * 8000 + "</mergeCells>"
ZEROS = b"0" * 120_000_000

HOSTILE: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "entities that unfold, xlsx": (lambda _: made.changed(made.xlsx(ROWS), STRINGS, XML, XML + LAUGHS), "F04"),
    "entities that unfold, ods": (lambda _: made.ods([["&a9;"]], before=LAUGHS), "F04"),
    "an entity from outside, xlsx": (lambda _: made.changed(made.xlsx(ROWS), STRINGS, XML, XML + EXTERNAL), "F04"),
    "an entity from outside, ods": (lambda _: made.ods([["&x;"]], before=EXTERNAL), "F04"),
    "a cell in the last corner, xlsx": (
        lambda _: made.changed(made.xlsx(ROWS), SHEET, "</sheetData>", "<row><c r='xfd1048576'><v>1</v></c></row></sheetData>"),
        "F09",
    ),
    "cells that repeat, ods": (
        lambda _: made.ods_of(REPEATED),
        "F09",
    ),
    "a long text in many cells, xlsx": (
        lambda _: made.changed(made.xlsx([HEADING, *[["LONG"]] * 3000]), STRINGS, "LONG", "x" * 1_000_000),
        "F09",
    ),
    "a long text in many cells, ods": (lambda _: made.ods_of(REPEATED.replace("1000000", "20").replace(">v<", LONG)), "F09"),
    "merges over merges, xlsx": (lambda _: made.changed(made.xlsx([["a"]] * 4000), SHEET, "</sheetData>", MERGES), "F09"),
    "a header that lies, xlsx": (lambda _: made.lying(made.zipped({"xl/workbook.xml": "", SHEET: ZEROS}), SHEET, 1000), "F09"),
    "a header that lies, zip": (lambda _: made.lying(made.zipped({"a.json": ZEROS}), "a.json", 1000), "F09"),
    "gz that unfolds": (lambda _: gzip.compress(ZEROS), "F09"),
    "tar.gz that unfolds": (lambda _: made.tar_gz({"a.json": ZEROS}), "F09"),
    "too many members": (lambda _: made.zipped(dict.fromkeys((str(n) for n in range(50_001)), "")), "F09"),
    "an archive in an archive": (lambda _: made.zipped({"a.zip": made.zipped({"a.json": LINES})}), "F04"),
    "an archive in a tar.gz": (lambda _: made.tar_gz({"a.gz": gzip.compress(LINES.encode())}), "F04"),
    "a picture beside the list": (lambda _: made.zipped({"a.csv": CSV, "b.png": b"\x89PNG\r\n\x1a\n\x00\x00"}), "F04"),
    "a link in an archive": (lambda _: made.tar_gz(_members(), link="/etc/hostname"), "F04"),
    "an empty archive": (lambda _: made.zipped({}), "F01"),
    "a zip cut short": (lambda _: made.zipped(_members())[:-30], "F03"),
    "a tar.gz cut short": (lambda _: made.tar_gz(_members())[:-40], "F03"),
    "a zip with a password": (lambda _: _locked(made.zipped({"a.csv": CSV})), "F03"),
    "an xls that is noise": (lambda _: made.xls(ROWS)[:1600] + random.Random(1).randbytes(4000), "F03"),
    "json cut short": (lambda _: json.dumps(OBJECTS).encode()[:-20], "F03"),
    "json too deep": (lambda _: b"[" * 100_000, "F03"),
    "a key twice": (lambda _: LINES.replace('"任务级别"', '"抽样单编号"').encode(), "H05"),
    "json of plain values": (lambda _: b"[1, 2, 3]", "F04"),
    "json without records": (lambda _: b"[]", "F02"),
    "half a character in json": (lambda _: LINES.replace("虚构蛋糕", "\\ud83d").encode(), "F05"),
    "sqlite cut short": (lambda folder: made.sqlite(folder, TABLE, RECORDS * 200)[:9000], "F03"),
    "sqlite without tables": (lambda folder: made.sqlite(folder, "CREATE VIEW form AS SELECT 1;"), "H01"),
    "xlsb": (lambda _: made.zipped({"xl/workbook.bin": b"x"}), "F04"),
    "a list and nothing of the source": (lambda _: made.zipped({"readme.txt": "x"}), "H01"),
}  # fmt: skip


def _locked(content: bytes) -> bytes:
    """With the flag of a password in header and directory."""
    start = content.index(b"PK\x01\x02")
    return content[:6] + b"\x01" + content[7 : start + 8] + b"\x01" + content[start + 9 :]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_container_is_refused_with_a_code_and_a_remedy(office: Office, tmp_path: Path, name: str) -> None:
    make, code = HOSTILE[name]
    office.deliver("food_sampling_system/a.dat", make(tmp_path))
    (delivery,) = office.take_in()
    assert (delivery["delivery_status"], office.codes()[0]) == ("refused", code), office.history("finding")
    assert rules()[code].remedy


@pytest.mark.parametrize(
    "name", ["../../../evil.json", "/tmp/evil.json", "C:\\evil.json", "a" * 400 + ".json", "b\udcff.json", "x\ny.json"]
)
def test_a_members_name_is_only_a_label(office: Office, tmp_path: Path, name: str) -> None:
    before = {path for path in tmp_path.rglob("*") if "curated" not in path.parts}
    content = made.tar_gz({name: json.dumps(OBJECTS[0])})
    office.deliver("food_sampling_system/a.tar.gz", content)
    (delivery,) = office.take_in()
    assert delivery["n_samples"] == 1
    assert {path for path in tmp_path.rglob("*") if "curated" not in path.parts} - before == {
        office.raw / "food_sampling_system",
        office.raw / "food_sampling_system/a.tar.gz",
    }
    (sample,) = office.history("sample")
    assert len(sample["sheet"]) <= 300
    assert sample["sheet"].isprintable()


def test_names_of_chinese_systems_in_a_zip(office: Office) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("AAAA.csv", CSV)
    office.deliver("food_sampling_system/a.zip", content.getvalue().replace(b"AAAA", "名单".encode("gb18030")))
    office.take_in()
    assert {row["sheet"] for row in office.history("sample")} == {"名单.csv"}
