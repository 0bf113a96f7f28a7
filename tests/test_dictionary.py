"""The dictionary and everything made from it: nothing drifted, in both directions."""

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from qmon.definitions import DefinitionError, read_yaml
from qmon.dictionary import ARROW, DUCKDB, EXPECTATIONS, describe, dictionary, to_markdown
from qmon.findings import rules
from qmon.gate.suites import GATED, as_json, path_of
from qmon.marts import files as mart_files
from qmon.marts.views import FILES as VIEWS


def test_the_committed_pages_and_suites_are_those_of_the_dictionary() -> None:
    assert (EXPECTATIONS / "DICTIONARY.md").read_text(encoding="utf-8") == to_markdown(dictionary())
    for table in GATED:
        assert path_of(table).read_text(encoding="utf-8") == as_json(table)
    assert sorted(path.stem for path in (EXPECTATIONS / "suites").glob("*.json")) == sorted(GATED)


@pytest.mark.parametrize("table", sorted(dictionary().tables))
def test_ddl_and_arrow_schema_say_the_same(table: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(dictionary().ddl(table))
        columns = connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table]
        ).fetchall()
    schema = dictionary().arrow_schema(table)
    assert [name for name, _ in columns] == schema.names
    for (name, data_type), kind in zip(columns, schema.types, strict=True):
        field = dictionary().fields[name]
        assert (data_type, kind) == (DUCKDB[field.type], ARROW[field.type])


def test_every_field_is_used_somewhere() -> None:
    used = {column for table in dictionary().tables.values() for column in table.columns}
    text = "".join(path.read_text(encoding="utf-8") for path in (mart_files() | VIEWS).values())
    text += "".join(path.read_text(encoding="utf-8") for path in Path("qmon").rglob("*.py"))
    text += "".join(path.read_text(encoding="utf-8") for path in Path("qmon").rglob("source.yml"))
    assert [name for name in dictionary().fields if name not in used and name not in text] == []


def test_every_suite_expectation_carries_a_known_code() -> None:
    for table in GATED:
        content = json.loads(path_of(table).read_text(encoding="utf-8"))
        for one in content["expectations"]:
            assert one["meta"]["code"] in rules() or one["meta"]["code"].startswith("R-"), one
            assert one["severity"] == "critical"


def test_an_undocumented_column_stops_the_release() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE strange (colour VARCHAR)")
        with pytest.raises(DefinitionError, match="strange"):
            describe(connection, {}, dictionary())
        with pytest.raises(DefinitionError, match="strange.colour is not in the dictionary"):
            describe(connection, {"strange": "one row is one thing"}, dictionary())


def test_a_column_of_another_type_stops_the_release() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE strange (n DOUBLE)")
        with pytest.raises(DefinitionError, match="strange.n is DOUBLE, the dictionary says BIGINT"):
            describe(connection, {"strange": "one row is one thing"}, dictionary())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", ":2: a stands twice"),
        ("a: [1\n", ":2:"),
        ("- a\n", ":1: a mapping is expected"),
    ],
)
def test_a_wrong_yaml_file_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "x.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as raised:
        read_yaml(path)
    assert message in str(raised.value)


def test_codes_in_yaml_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_text("a: 0101\nb: no\nc: 2024-01-01\nd: 12\ne: 1.50\n", encoding="utf-8")
    assert read_yaml(path) == {"a": "0101", "b": "no", "c": "2024-01-01", "d": 12, "e": 1.5}


def test_types_are_those_of_arrow_and_duckdb() -> None:
    assert set(ARROW) == set(DUCKDB)
    assert ARROW["decimal"] == pa.decimal128(38, 15)
