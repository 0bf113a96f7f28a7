"""Events: what changed after the first report, which of it takes effect, and how it cuts what is known and what stands in time."""

import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import duckdb
import pyarrow as pa

from qmon.definitions import Definition, check, read_definition, read_yaml
from qmon.dictionary import dictionary
from qmon.engine import fetch_dicts
from qmon.findings import Place, finding
from qmon.reference import items
from qmon.reference.working_days import working_days
from qmon.sql import read_sql

HERE = Path(__file__).parent
BESIDE_REASONS = (("V03", "applied_on"), ("V05", "counterfeit"))  # what is said of events that take effect
WINDOW = 7  # working days from the report within which objections and re-inspections are applied for (docs/domain.md, life cycle)


class Reason(Definition):
    """Why an event takes no effect: the rule that says so, if any, and the sentence."""

    rule: Literal["V03", "V04"] | None
    says: str


@cache
def reasons(folder: Path = HERE) -> dict[str, Reason]:
    """Every reason by its word. Raises DefinitionError with file and line of a mistake."""
    path = folder / "reasons.yml"
    return {word: check(path, Reason, body, (word,)) for word, body in read_yaml(path).items()}


class _Denials(Definition):
    patterns: tuple[str, ...]


def from_described(connection: duckdb.DuckDBPyConnection, known: datetime.datetime) -> None:
    """From described_sample and known_item, and the events: event_version, event_standing, and with them known_sample_reported, in which
    every row is cut at each event that takes effect, and result_piece, the items that are cut.

    What an event does at a moment rests on what was known at that moment alone, so that nothing that comes later changes it.
    """
    denials = "|".join(read_definition(HERE / "denials.yml", _Denials).patterns)
    connection.execute(f"CREATE TEMP TABLE stated AS {read_sql(HERE / 'stated.sql')}", {"denials": denials})
    connection.execute(f"CREATE TEMP TABLE about AS {read_sql(HERE / 'about.sql')}")
    connection.execute(f"CREATE TEMP TABLE event_version AS {read_sql(HERE / 'versions.sql')}")
    versions = fetch_dicts(
        connection, "SELECT DISTINCT event_id, delivery_id, file, sheet, row_no, sample_id, item_name FROM event_version"
    )
    connection.register("event_item", _items(versions))
    connection.register("event_finding", _findings(versions))
    connection.execute(f"CREATE TEMP TABLE answered AS {read_sql(HERE / 'answered.sql')}")
    for table, name, parameters in (
        ("cut", "cuts", {"known": known}),
        ("cut_item", "cut_items", None),
        ("event_standing", "standing", None),
        ("piece", "pieces", None),
        ("event_override", "overrides", None),
    ):
        connection.execute(f"CREATE TEMP TABLE {table} AS {read_sql(HERE / f'{name}.sql')}", parameters)
    connection.execute(f"CREATE TEMP TABLE sample_piece AS {read_sql(HERE / 'sample_pieces.sql')}")
    connection.execute(f"CREATE TEMP VIEW known_sample_reported AS {reported('described_sample')}")
    connection.execute(f"CREATE TEMP VIEW result_piece AS {read_sql(HERE / 'result_pieces.sql')}")
    connection.execute(f"CREATE TEMP VIEW event_told AS {read_sql(HERE / 'event_history.sql')}")


def reported(described: str) -> str:
    """The query of known_sample_reported over described_sample, or over those of its rows that are asked for."""
    return read_sql(HERE / "reported.sql", described=described)


def findings(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """V03 and V04 for the events that take no effect now, or were applied for late; V05 for each counterfeit."""
    place = "delivery_id, file, sheet, row_no, sample_id"
    counterfeit = "event_kind = 'counterfeit' AND (takes_effect OR no_effect_reason = 'voided')"
    now = "FROM event_told WHERE known_to = TIMESTAMP 'infinity'"
    said = []
    for row in fetch_dicts(connection, f"SELECT {place}, against {now} AND against IS NOT NULL ORDER BY ALL"):
        reason = reasons()[row["against"]]
        if reason.rule is not None:
            said.append(_finding(reason.rule, row, row["against"], reason.says))
    for row in fetch_dicts(connection, f"SELECT {place} {now} AND {counterfeit} ORDER BY ALL"):
        said.append(_finding("V05", row, "counterfeit", "经认定为假冒：样品仍不合格，不计入标称生产企业"))
    reported = f"SELECT {place}, applied_on, first_valid.valid_from AS reported_on FROM event_told INNER JOIN first_valid USING (sample_id)"
    applied_for = "known_to = TIMESTAMP 'infinity' AND applied_on IS NOT NULL"
    for row in fetch_dicts(connection, f"{reported} WHERE {applied_for} ORDER BY ALL"):
        days = working_days(row["reported_on"], row["applied_on"])
        if days is not None and days > WINDOW:
            said.append(_finding("V03", row, "applied_on", f"申请在报告后第 {days} 个工作日提出，超过 {WINDOW} 个工作日"))
    return said


def _finding(code: str, row: dict[str, Any], found: str, says: str) -> dict[str, Any]:
    place = Place(row["delivery_id"], row["file"], row["sheet"], row["row_no"], "event_kind", row["sample_id"])
    return finding(code, place, says, found)


def _items(versions: list[dict[str, Any]]) -> pa.Table:
    """For each event the codes that its item's name may have in any domain: a sample's item is known by its code."""
    domains = (dictionary().fields["domain"].allowed or {}).keys()
    rows = {}
    for row in versions:
        read = [items.read_item_code(domain, row["item_name"], None) for domain in domains] if row["item_name"] else []
        rows[row["event_id"]] = [item.code for item in read if item is not None]
    return pa.table({"event_id": pa.array(rows, pa.string()), "codes": pa.array(rows.values(), pa.list_(pa.string()))})


def _findings(versions: list[dict[str, Any]]) -> pa.Table:
    """The findings that may be raised on an event: accepting one of them lets the event take effect, voiding one ends its effect."""
    told = [(reason.rule, word) for word, reason in reasons().items() if reason.rule is not None] + [*BESIDE_REASONS]
    rows = [(_finding(code, row, word, "")["finding_id"], row["event_id"]) for row in versions for code, word in told]
    return pa.table(
        {"finding_id": pa.array([one for one, _ in rows], pa.string()), "event_id": pa.array([one for _, one in rows], pa.string())}
    )
