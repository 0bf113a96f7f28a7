"""SQL lives in .sql files: this reads one and puts in names and predicates that were checked before; values go in as parameters."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Template
from typing import Any, ClassVar

from qmon.definitions import DefinitionError


class _Slots(Template):
    """A slot is written /*name*/, so that the file stays readable SQL."""

    pattern: ClassVar[Any] = r"/\*(?:(?P<escaped>\*)|(?P<named>[a-z_]+)|(?P<braced>)|(?P<invalid>))\*/"


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def meaning(path: Path) -> str:
    """What the statement in `path` says of itself in its first line."""
    return _text(path).splitlines()[0].removeprefix("-- ")


def read_sql(path: Path, **slots: str) -> str:
    """The statement in `path`; each slot /*name*/ takes an identifier of the dictionary or a predicate that `predicate` has checked."""
    return _Slots(_text(path)).substitute(slots)


@cache
def predicate(text: str, columns: frozenset[str], where: str) -> str:
    """`text`, an SQL boolean over `columns`, checked and written out for DuckDB.

    Raises DefinitionError, naming `where`, when the text does not parse, holds a subquery, or reads a column that is not there.
    """
    import sqlglot  # half a second, and only where a predicate is checked
    from sqlglot import expressions

    try:
        tree = sqlglot.parse_one(text, dialect="duckdb")
    except sqlglot.errors.ParseError as error:
        raise DefinitionError(
            f"{where}: not an SQL predicate: {text!r} ({error.errors[0]['description'] if error.errors else error})"
        ) from None
    if tree.find(expressions.Select, expressions.Subquery, expressions.Command):
        raise DefinitionError(f"{where}: a predicate holds no query: {text!r}")
    unknown = sorted({column.name for column in tree.find_all(expressions.Column)} - columns)
    if unknown:
        raise DefinitionError(f"{where}: {text!r} reads {', '.join(unknown)}, which is not a column there")
    return tree.sql(dialect="duckdb", identify=True)


def columns_of(text: str) -> set[str]:
    """The columns that a predicate reads."""
    import sqlglot
    from sqlglot import expressions

    return {column.name for column in sqlglot.parse_one(text, dialect="duckdb").find_all(expressions.Column)}


def literal(text: object) -> str:
    """A text, or a path, as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


def literals(texts: Iterable[object]) -> str:
    """Several of them as a list."""
    return f"[{', '.join(map(literal, texts))}]"
