"""Personal data planted in every column of every form of every source: nothing behind `landed` holds any."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from qmon.personal import NUMBERS_OF_THINGS
from qmon.sources import sources
from qmon.sources.contract import Record, Source
from tests.conftest import Office

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
