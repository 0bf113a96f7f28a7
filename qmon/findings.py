"""The only way to say that something is wrong: a finding names its rule, its place, its value and what to do."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import duckdb

from qmon.definitions import Definition, DefinitionError, check, read_yaml
from qmon.dictionary import EXPECTATIONS, Words, dictionary
from qmon.sql import predicate, read_sql

FINDING_ID = Path(__file__).with_name("finding_id.sql")
ActsOn = Literal["none", "value", "row", "sample", "delivery", "night"]


class Check(Definition):
    """One predicate of a rule: true where the rule is broken, in the column it names."""

    column: str
    broken: str
    says: str
    acts_on: ActsOn
    applies_when: Words | None = None
    table: str | None = None


class Rule(Definition):
    """One rule: a stable code, what it acts on, why it is there and what to do.

    asks: whether its findings wait for a person's decision although they hold nothing back.
    """

    code: str
    title: str
    severity: Literal["error", "warning", "info"]
    why: str
    remedy: str
    table: str | None = None
    scope: Literal["delivery", "history"] = "delivery"
    acts_on: ActsOn = "none"
    raised_by: str | None = None
    asks: bool = False
    checks: tuple[Check, ...] = ()


# Columns that a table offers to its rules beyond its own: what judged knows of the delivery, and what only history knows.
BESIDE: dict[str, frozenset[str]] = {
    "sample": frozenset({"received_at", "n_items", "n_supervision", "n_risk", "n_contradictions", "twin_sample_id", "verdict_derived"})
    | {"number_family", "number_year", "number_region", "number_province", "numbers_known", "sampled_in", "working_days_to_report"}
    | {"sampled_unit_code_fits", "sampled_unit_registered_in", "producer_code_fits"}
    | {"beyond_shop_quota", "beyond_maker_quota", "batch_again", "drawn_again"},
    "result": frozenset({"orphan"}),
    "output_value": frozenset({"n_same"}),
    "published": frozenset(
        {"rate_half_even", "rate_half_up", "rate_truncated"}
        | {f"parts_{what}_{which}" for what in ("n", "pass", "fail") for which in ("least", "most")}
    ),
}


@cache
def rules(folder: Path = EXPECTATIONS) -> dict[str, Rule]:
    """Every rule by its code. Raises DefinitionError (exit 10) where a predicate does not parse or reads an unknown column."""
    path = folder / "rules.yml"
    found = {}
    for code, body in read_yaml(path).items():
        rule = check(path, Rule, {"code": code, **body} if isinstance(body, dict) else body, (code,))
        if not rule.checks and rule.raised_by is None:
            raise DefinitionError(f"{path}: {code}: neither checks nor raised_by")
        for one in rule.checks:
            columns = columns_for(one.table or rule.table or "")
            predicate(one.broken, columns, f"{path}: {code}")
            if one.column not in columns:
                raise DefinitionError(f"{path}: {code}: {one.column} is not a column of {one.table or rule.table}")
        found[code] = rule
    return found


def columns_for(table: str) -> frozenset[str]:
    """The columns that a rule on `table` may read."""
    return frozenset(dictionary().tables[table].columns) | BESIDE.get(table, frozenset())


class Place(NamedTuple):
    """Where something was found; what is not known of it stays empty."""

    delivery_id: str
    file: str
    sheet: str = ""
    row_no: int | None = None
    column_name: str | None = None
    sample_id: str | None = None


def finding(code: str, place: Place, message: str, found_text: str | None = None, acts_on: ActsOn | None = None) -> dict[str, Any]:
    """A row of the table `finding`."""
    rule = rules()[code]
    return {
        "finding_id": finding_id(code, place, found_text),
        "code": code,
        "severity": rule.severity,
        "acts_on": acts_on or rule.acts_on,
        "delivery_id": place.delivery_id,
        "file": place.file,
        "sheet": place.sheet,
        "row_no": place.row_no,
        "column_name": place.column_name,
        "found_text": found_text,
        "sample_id": place.sample_id,
        "message": message,
        "finding_status": "open",
        "decision_id": None,
    }


def finding_id(code: str, place: Place, found_text: str | None) -> str:
    """The key of a finding: code and 12 hex digits over its place, so that the same mistake keeps its number from night to night.

    The same formula stands in finding_id.sql, for `define_finding_id`; a test holds the two together.
    """
    parts = (
        code,
        place.delivery_id,
        place.sheet,
        str(place.row_no or ""),
        place.column_name or "",
        place.sample_id or "",
        found_text or "",
    )
    return f"{code}-{hashlib.md5('|'.join(parts).encode(), usedforsecurity=False).hexdigest()[:12]}"


def define_finding_id(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the macro finding_id_of: the key of a finding in SQL."""
    connection.execute(read_sql(FINDING_ID))
