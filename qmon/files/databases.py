"""A SQLite file as tables: opened read-only, its tables only, no view, no virtual table, no code of its own."""

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

from qmon.files.bounds import MAX_FIELD, Refused, check_cells, damaged
from qmon.files.table import HEAD, Row, Table, cell_text


def database_tables(path: Path, prefix: str = "") -> Iterator[Table]:
    """Each table of a database, named `prefix` and its name; a row's number is its rowid (its position where it has none).

    Raises Refused F03 where the file is damaged, F09 where a table holds too many cells.
    """
    with damaged("数据库", sqlite3.Error):
        connection = _opened(path)
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND rootpage > 0 ORDER BY name"
        )
        names = [str(name) for (name,) in connection.execute(query)]
        connection.close()
    for name in names:
        head = [cells for _, (_, _, cells) in zip(range(HEAD), _rows(path, prefix, name), strict=False)]
        yield Table(prefix + name, [*head], partial(_rows, path, prefix, name))


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_FIELD)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _rows(path: Path, prefix: str, table: str) -> Iterator[Row]:
    quoted = '"' + table.replace('"', '""') + '"'
    with damaged("数据库", sqlite3.Error):
        connection = _opened(path)
        try:
            # Columns that are computed as they are read could run without end.
            columns = [str(row[1]) for row in connection.execute(f"PRAGMA table_xinfo({quoted})") if row[6] == 0]
            (count,) = connection.execute(f"SELECT count(*) FROM {quoted}").fetchone()
            check_cells(count, len(columns), table)
            named = ", ".join('"' + column.replace('"', '""') + '"' for column in columns)
            numbered = not any(column.lower() == "rowid" for column in columns) and _has_rowid(connection, quoted)
            yield prefix + table, 0, columns
            query = f"SELECT {'rowid' if numbered else 'NULL'}, {named} FROM {quoted}" + (" ORDER BY rowid" if numbered else "")
            for position, (number, *cells) in enumerate(connection.execute(query), start=1):
                yield prefix + table, position if number is None else number, [cell_text(cell) for cell in cells]
        except UnicodeDecodeError as error:
            raise Refused("F05", f"表 {table} 中有不是 UTF-8 的文字（{error}）") from None
        finally:
            connection.close()


def _has_rowid(connection: sqlite3.Connection, quoted: str) -> bool:
    try:
        connection.execute(f"SELECT rowid FROM {quoted} LIMIT 0")
    except sqlite3.OperationalError:
        return False
    return True
