"""Personal data planted in every column of every form of every source: nothing behind `landed` holds any."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import xlsxwriter

from qmon import grammar
from qmon.personal import LONG_NUMBER, NUMBERS_OF_THINGS, masked_numbers
from qmon.sources import sources
from qmon.sources.contract import Record, Source
from tests.conftest import FORM, Office

PHONE, IDENTITY, NAME = "13812345678", "370102198003072316", "欧阳测试名"
PLANTED = f"联系人电话{PHONE}身份证{IDENTITY}"

FORMS = [
    pytest.param(source, name, id=f"{source.name}-{name}")
    for source in sources(()).values()
    for name, record in source.records.items()
    if not record.path
]


def heading(source: Source, record: Record) -> dict[str, str]:
    """Heading -> what stands below it: the name in personal columns, the numbers in all others but those that hold numbers of things."""
    said = {spellings[0]: f"X1{column}" if column in NUMBERS_OF_THINGS else PLANTED for column, spellings in record.columns.items()}
    # A mark is a heading by which the form is known, whatever column it is of.
    said |= {mark: said.get(mark, PLANTED) for mark in record.marks if mark not in said and mark not in _spelt(record, said)}
    return said | dict.fromkeys((*source.ignored, *record.ignored), PLANTED) | dict.fromkeys(source.personal, f"{NAME}{PHONE}")


def _spelt(record: Record, said: dict[str, str]) -> set[str]:
    """The marks that a column has under another spelling: a heading stands for one column once."""
    return {mark for mark in record.marks for spellings in record.columns.values() if mark in spellings and spellings[0] in said}


def everything(curated: Path) -> Iterator[tuple[str, bytes]]:
    """All that can be read behind the kept bytes: tables, releases, receipts, quarantine; workbooks unpacked."""
    for path in curated.rglob("*"):
        if not path.is_file() or "kept" in path.relative_to(curated).parts:
            continue
        if path.suffix == ".parquet":
            yield path.name, str(duckdb.sql(f"FROM read_parquet('{path}')").fetchall()).encode()
        elif path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as connection:
                for schema, table in connection.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall():
                    yield f"{path.name} {table}", str(connection.execute(f'FROM {schema}."{table}"').fetchall()).encode()
        elif path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as book:
                yield path.name, b"".join(book.read(name) for name in book.namelist())
        else:
            yield path.name, path.read_bytes()


def planted(office: Office, source: Source, name: str) -> None:
    """Deliver one form with a person in every cell that may hold text."""
    record = source.records[name]
    said = heading(source, record)
    for mark in record.marks:
        column = next((column for column, spellings in record.columns.items() if mark in spellings), None)
        if column is not None and mark not in said:
            said[mark] = said.pop(record.columns[column][0])
    text = io.StringIO()
    csv.writer(text).writerows([list(said), list(said.values()), [*list(said.values())[:-1]]])  # the second row is ragged: quarantined
    office.deliver(f"{source.name}/{record.titled or name}.csv", text.getvalue())


def persons(office: Office) -> list[tuple[str, str]]:
    return [(place, what) for place, content in everything(office.curated) for what in (PHONE, IDENTITY, NAME) if what.encode() in content]


@pytest.mark.parametrize(("source", "name"), FORMS)
def test_no_name_and_no_number_of_a_person_gets_behind_landed(office: Office, source: Source, name: str) -> None:
    planted(office, source, name)
    (delivery,) = office.take_in()
    assert delivery["delivery_status"] != "refused", office.history("finding")
    assert persons(office) == []


def test_none_gets_into_a_release_its_tables_or_its_pages(office: Office) -> None:
    for one in FORMS:
        planted(office, *one.values)
    assert office.night().exit_code in (0, 11)
    assert persons(office) == []


@pytest.mark.parametrize(
    "number",
    [
        "+8613812345678",
        "8613812345678",
        "008613812345678",
        "+86 138 1234 5678",
        "138-1234-5678",
        "１３８１２３４５６７８",
        "138\u200b12345678",
    ],
)
def test_a_telephone_number_is_masked_however_it_is_written(number: str) -> None:
    assert masked_numbers(grammar.clean(f"请联系{number}谢谢") or "") == "请联系***谢谢"


@pytest.mark.parametrize("number", ["370102 19800307 2316", "370102-19800307-231X", "３７０１０２１９８００３０７２３１６"])
def test_an_identity_number_is_masked_however_it_is_written(number: str) -> None:
    assert masked_numbers(grammar.clean(f"身份证{number}。") or "") == "身份证***。"


@pytest.mark.parametrize(
    "text", ["GB 2762-2022", "GB/T 191-2008", "2024-03-05", "0531-88521234", "1381234567", "138123456789", "370100200012345"]
)
def test_numbers_of_things_are_no_persons(text: str) -> None:
    assert masked_numbers(text) == text


def test_the_quick_look_misses_nothing_that_would_be_masked() -> None:
    for number in (
        "+86 138 1234 5678",
        "138-1234-5678",
        "13812345678",
        "370102 19800307 2316",
        "370102198003072316",
        "37010219800307 2316",
    ):
        assert masked_numbers(number) != number
        assert pc.match_substring_regex(pa.array([number]), LONG_NUMBER).to_pylist() == [True]


def test_what_stands_outside_the_table_is_not_kept_either(office: Office) -> None:
    rows = "SC1,监督抽检,省抽,流通,糕点,虚构蛋糕,2025-12-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,"
    office.deliver("food_sampling_system/title.csv", f"填报电话{PHONE}身份证{IDENTITY},,\n{FORM}\n{rows}\n")
    office.form(rows + ",1", heading=f"{FORM},联系{PHONE}", name="heading.csv")
    office.deliver("food_sampling_system/none.csv", f"经办人{NAME}{PHONE},身份证{IDENTITY}\na,b\n")
    office.deliver(
        "food_sampling_system/keys.json", json.dumps([dict(zip(FORM.split(","), rows.split(","), strict=True)) | {f"人{PHONE}": "1"}])
    )
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as written:
        for sheet, lines in (("抽样单", [FORM.split(","), rows.split(",")]), ("说明", [[f"填表人{NAME}", f"电话{PHONE}"]])):
            page = written.add_worksheet(sheet)
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)
    office.deliver("food_sampling_system/sheets.xlsx", book.getvalue())
    office.night()
    assert persons(office) == []
