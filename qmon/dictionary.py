"""The dictionary: reads expectations/ once; every schema, comment and description of a column comes from here."""

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import duckdb
import pyarrow as pa
from pydantic import BeforeValidator

from qmon.definitions import Definition, DefinitionError, check, read_yaml

EXPECTATIONS = Path(__file__).parents[1] / "expectations"

FieldType = Literal["text", "integer", "decimal", "fraction", "boolean", "date", "moment", "texts"]

ARROW: dict[str, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(38, 15),
    "fraction": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "moment": pa.timestamp("us"),
    "texts": pa.list_(pa.string()),
}
DUCKDB = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(38,15)",
    "fraction": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "moment": "TIMESTAMP",
    "texts": "VARCHAR[]",
}

Words = Annotated[tuple[str, ...], BeforeValidator(tuple)]


class Field(Definition):
    """One column, wherever it stands."""

    name: str
    zh: str
    type: FieldType
    says: str
    unit: str | None = None
    allowed: dict[str, str] | None = None
    order: Words = ()
    unread: str | None = None


class Table(Definition):
    """One table: what a row is, what makes it unique, its columns in order, and those that are never empty throughout."""

    name: str
    zh: str
    row: str
    key: Words
    columns: Words
    filled: Words = ()
    extends: str | None = None


class Dictionary(Definition):
    """All fields by name and all tables by name."""

    fields: dict[str, Field]
    tables: dict[str, Table]

    def fields_of(self, table: str) -> list[Field]:
        return [self.fields[column] for column in self.tables[table].columns]

    def word(self, column: str, code: str | None) -> str:
        """A code of a column in Chinese; 合计 where it is summed over, 不详 where it is unknown, and itself where it is a word already."""
        if code is None:
            return "不详"
        return ({"ALL": "合计"} | (self.fields[column].allowed or {})).get(code, code)

    def arrow_schema(self, table: str) -> pa.Schema:
        """The Arrow schema of a table: columns in the order of tables.yml."""
        return pa.schema([(field.name, ARROW[field.type]) for field in self.fields_of(table)])

    def ddl(self, table: str) -> str:
        """CREATE TABLE for DuckDB; keys are checked by the gate, not by the database, which would slow every load."""
        columns = ", ".join(f'"{field.name}" {DUCKDB[field.type]}' for field in self.fields_of(table))
        return f'CREATE TABLE "{table}" ({columns})'


@cache
def dictionary(folder: Path = EXPECTATIONS) -> Dictionary:
    """The dictionary in `folder`. Raises DefinitionError (exit 10) with file and line where it contradicts itself."""
    fields_path, tables_path = folder / "fields.yml", folder / "tables.yml"
    fields = {name: check(fields_path, Field, _named(name, body), (name,)) for name, body in read_yaml(fields_path).items()}
    for field in fields.values():
        if field.order and set(field.order) - set(field.allowed or {}):
            raise DefinitionError(f"{fields_path}: {field.name}: order names a code that is not allowed")
    tables: dict[str, Table] = {}
    for name, body in read_yaml(tables_path).items():
        table = check(tables_path, Table, _named(name, body), (name,))
        if table.extends is not None:
            if table.extends not in tables:
                raise DefinitionError(f"{tables_path}: {name}: extends {table.extends}, which does not stand above it")
            table = table.model_copy(update={"columns": (*tables[table.extends].columns, *table.columns)})
        tables[name] = table
    for table in tables.values():
        unknown = sorted(set(table.columns) - set(fields)) + sorted({*table.key, *table.filled} - set(table.columns))
        if unknown:
            raise DefinitionError(f"{tables_path}: {table.name}: unknown column {', '.join(unknown)}")
    return Dictionary(fields=fields, tables=tables)


def describe(connection: duckdb.DuckDBPyConnection, meanings: dict[str, str], book: Dictionary) -> list[dict[str, Any]]:
    """Write COMMENT ON every table, view and column of the main schema and return the rows of the table `dictionary`.

    `meanings` says what one row of a table or view is. Raises DefinitionError where a table has no meaning, a column no field,
    or a column another type than its field: nothing in the database is undocumented. Comments are written last: replacing a table
    loses them.
    """
    found = connection.execute(
        "SELECT table_name, table_type FROM information_schema.tables "
        "WHERE table_schema = 'main' AND table_catalog = current_database() ORDER BY table_name"
    )
    relations: dict[str, str] = dict(found.fetchall())
    undescribed = sorted(set(relations) - set(meanings))
    if undescribed:
        raise DefinitionError(f"no meaning for table {', '.join(undescribed)}")
    columns = connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'main' AND database_name = current_database() "
        "ORDER BY table_name, column_index"
    ).fetchall()
    rows: list[dict[str, Any]] = []
    comments = [
        f'COMMENT ON {"VIEW" if kind == "VIEW" else "TABLE"} "{name}" IS {_literal(meanings[name])}' for name, kind in relations.items()
    ]
    for relation, column, data_type in columns:
        if relation not in relations:
            continue  # temporary
        field = book.fields.get(column)
        if field is None:
            raise DefinitionError(f"{relation}.{column} is not in the dictionary")
        if data_type != DUCKDB[field.type]:
            raise DefinitionError(f"{relation}.{column} is {data_type}, the dictionary says {DUCKDB[field.type]}")
        comments.append(f'COMMENT ON COLUMN "{relation}"."{column}" IS {_literal(f"{field.zh}: {field.says}")}')
        rows.append(
            {
                "table_name": relation,
                "column_name": column,
                "title": field.zh,
                "data_type": data_type,
                "measured_in": field.unit,
                "meaning": field.says,
                "allowed_values": "; ".join(f"{code} {label}" for code, label in field.allowed.items()) if field.allowed else None,
            }
        )
    write_comments(connection, comments)
    return rows


def write_comments(connection: duckdb.DuckDBPyConnection, comments: list[str]) -> None:
    """Run the statements at once: each comment would else be written to the disk by itself."""
    connection.execute("; ".join(["BEGIN", *comments, "COMMIT"]))


def to_markdown(book: Dictionary) -> str:
    """DICTIONARY.md: each table with its columns, for people."""
    lines = [
        "# 数据字典 Data dictionary",
        "",
        "Generated by `qmon dictionary --write` from fields.yml and tables.yml; do not edit.",
        "In a release the same text stands in the table `dictionary` and in the comments of `latest/qmon.duckdb`;",
        "the Parquet history holds the tables `delivery`, `sample`, `result`, `event`, `decision`, `published`, `output_value`,",
        "`planned`, `finding` and `quarantine` of each delivery.",
    ]
    for table in book.tables.values():
        lines += [
            "",
            f"## {table.name} {table.zh}",
            "",
            f"One row is {table.row}. Key: {', '.join(f'`{column}`' for column in table.key)}.",
            "",
        ]
        lines += ["| column | 名称 | type | meaning | allowed |", "|---|---|---|---|---|"]
        for field in book.fields_of(table.name):
            allowed = ", ".join(f"`{code}` {label}" for code, label in (field.allowed or {}).items())
            kind = f"{field.type} ({field.unit})" if field.unit else field.type
            lines.append(f"| `{field.name}` | {field.zh} | {kind} | {field.says} | {allowed} |".replace("  ", " "))
    in_tables = {column for table in book.tables.values() for column in table.columns}
    lines += ["", "## Columns of the marts", "", "| column | 名称 | type | meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{field.name}` | {field.zh} | {field.type} | {field.says} |" for field in book.fields.values() if field.name not in in_tables
    ]
    return "\n".join(lines) + "\n"


def _named(name: str, body: Any) -> Any:
    return {"name": name, **body} if isinstance(body, dict) else body


def _literal(text: str) -> str:
    """COMMENT ON takes no parameters: the text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
