"""The rules as one SQL pass: which checks apply to a table, what they find, and which values they take away."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from qmon.findings import Check, columns_for, rules
from qmon.sql import columns_of, literal, predicate, read_sql

BROKEN = Path(__file__).with_name("broken.sql")


class Applied(NamedTuple):
    """The checks that apply to one table: code and check each, with the predicate as DuckDB reads it."""

    table: str
    checks: tuple[tuple[str, Check, str], ...]

    def broken(self, judged: str) -> str:
        """A query: every broken check at every record of the relation `judged`."""
        return read_sql(
            BROKEN,
            judged=judged,
            checks=", ".join(_answer(code, check, where) for code, check, where in self.checks) or "NULL",
            any=" OR ".join(f"({where})" for _, _, where in self.checks) or "false",
        )

    def values_taken(self) -> dict[str, str]:
        """Column -> predicate under which its value is taken away."""
        taken: dict[str, str] = {}
        for _, check, where in self.checks:
            if check.acts_on == "value":
                taken[check.column] = f"{taken[check.column]} OR ({where})" if check.column in taken else f"({where})"
        return taken

    def replaced(self) -> str:
        """`REPLACE (…)` for a SELECT *, or nothing: the columns without the values that a rule takes away."""
        taken = self.values_taken()
        columns = ", ".join(f'CASE WHEN {where} THEN NULL ELSE "{column}" END AS "{column}"' for column, where in taken.items())
        return f"REPLACE ({columns})" if columns else ""


def applied(table: str, scope: str, somewhere: Iterable[str], everywhere: Iterable[str] | None = None) -> Applied:
    """The checks on `table` in `scope` (delivery, history), given the columns that are delivered.

    A check applies when the columns it needs (applies_when, else all that it reads) are there: `somewhere` in the delivery, for a check
    that takes a value away and finds nothing where there is none; `everywhere`, for the others.
    """
    given = set(somewhere)
    whole = given if everywhere is None else set(everywhere)
    found = []
    for code, rule in rules().items():
        for check in rule.checks:
            if (check.table or rule.table) != table or rule.scope != scope:
                continue
            needed = set(check.applies_when) if check.applies_when is not None else columns_of(check.broken)
            if needed <= (given if check.acts_on == "value" else whole):
                found.append((code, check, predicate(check.broken, columns_for(table), f"rules.yml: {code}")))
    return Applied(table, tuple(found))


def _answer(code: str, check: Check, where: str) -> str:
    return (
        f"CASE WHEN {where} THEN {{'code': {literal(code)}, 'column_name': {literal(check.column)}, 'acts_on': {literal(check.acts_on)}, "
        f"'found_text': CAST(\"{check.column}\" AS VARCHAR), 'says': {literal(check.says)}}} END"
    )
