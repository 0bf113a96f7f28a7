"""judged: rules applied in one pass; what cannot be used is quarantined with its cells, what breaks a band holds its delivery."""

import datetime
import json
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from qmon import history_form
from qmon.conformed import Conformed
from qmon.dictionary import dictionary
from qmon.engine import fetch, fetch_dicts, fetch_one, write_parquet
from qmon.findings import Place, columns_for, define_finding_id, finding, rules
from qmon.judged import records
from qmon.judged.checks import Applied, applied
from qmon.judged.records import JUDGED
from qmon.landed import Landing
from qmon.personal import masked_numbers
from qmon.received import Receipt
from qmon.sources.contract import Source
from qmon.sql import read_sql

HERE = Path(__file__).parent
_WHERE_DELIVERED = ("published", "event", "output_value", "planned")  # tables that are written only where a delivery has rows of them
_BROKEN = (
    "CREATE TEMP TABLE broken (sheet VARCHAR, row_no BIGINT, sample_id VARCHAR, code VARCHAR, column_name VARCHAR, acts_on VARCHAR, "
    "found_text VARCHAR, says VARCHAR)"
)


class Judged(NamedTuple):
    """Where the judged tables of a delivery lie (`folder`/<table>.parquet) and its row of the table `delivery`."""

    folder: Path
    delivery: dict[str, Any]

    @property
    def status(self) -> str:
        return str(self.delivery["delivery_status"])


def from_conformed(conformed: Conformed, folder: Path, superseded_records: int | None = None) -> Judged:
    """Apply the rules to a conformed delivery and write its tables below `folder`, ordered as delivered.

    `superseded_records`: how many records the delivery had that this one supersedes (half a list is seen by it).
    """
    landing = conformed.landing
    with landing.connection as connection:
        delivered = records.views(connection, conformed)
        connection.execute(_BROKEN)
        checks = {table: _judge(connection, table, landing) for table in delivered}
        refused = fetch(connection, "SELECT sheet, row_no, min(code) FROM broken WHERE acts_on = 'row' GROUP BY ALL ORDER BY ALL")
        quarantine = [*landing.quarantine, *_cells(landing, refused)]
        connection.register("quarantined", _table("quarantine", quarantine))
        counts = _write(connection, checks, folder, landing)
        delivery = _delivery_row(
            landing,
            counts,
            len(quarantine),
            fetch_one(connection, "SELECT count(*) FROM repeated")[0],
            superseded_records,
        )
        notes = landing.findings + _superseding(landing.receipt) + _held(connection, delivery, landing.source)
        connection.register("landing_findings", _table("finding", notes))
        define_finding_id(connection)
        write_parquet(
            connection,
            read_sql(HERE / "findings.sql"),
            folder / "finding.parquet",
            {"delivery_id": landing.receipt.delivery_id, "file": landing.receipt.file},
        )
    pq.write_table(
        _table("quarantine", sorted(quarantine, key=lambda row: (row["sheet"], row["row_no"]))),
        folder / "quarantine.parquet",
    )
    pq.write_table(_table("delivery", [delivery]), folder / "delivery.parquet")
    return Judged(folder, delivery)


def from_refusal(receipt: Receipt, code: str, detail: str, folder: Path, landing: Landing | None = None) -> Judged:
    """A delivery that could not be read, or is a duplicate: its row, with the finding that says why."""
    status = "duplicate" if code == "F07" else "refused"
    notes = list(landing.findings) if landing is not None else []
    detail = masked_numbers(detail) if landing is not None else detail
    notes.append(finding(code, Place(receipt.delivery_id, receipt.file), f"{rules()[code].title}：{detail}", detail))
    delivery = _receipt_row(receipt) | {
        "delivery_status": status,
        "encoding": landing.encoding if landing is not None else None,
    }
    pq.write_table(_table("finding", notes), folder / "finding.parquet")
    pq.write_table(_table("delivery", [delivery]), folder / "delivery.parquet")
    return Judged(folder, delivery)


# ── the pass ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _judge(connection: duckdb.DuckDBPyConnection, table: str, landing: Landing) -> Applied:
    """Put what the table's checks find into broken: those on columns that some record kind of the delivery has, or, where a missing value
    is the mistake, on those that all have."""
    kinds = [present for kind, present in landing.kinds.items() if table in landing.source.records[kind].gives]
    checks = applied(table, "delivery", frozenset().union(*kinds), frozenset.intersection(*kinds) if kinds else frozenset())
    if checks.checks:
        connection.execute(f"INSERT INTO broken BY NAME {checks.broken(f'judged_{table}')}")
    return checks


def _write(connection: duckdb.DuckDBPyConnection, checks: dict[str, Applied], folder: Path, landing: Landing) -> dict[str, Any]:
    """Write the judged tables without what the `checks` of those that were delivered take away; returns what the delivery row counts."""
    fills = [f'count("{column}") / nullif(count(*), 0) / {floor}' for column, floor in landing.source.floors.items()]
    if any("verdict_reported" in present for present in landing.kinds.values()):
        # A verdict that is delivered and never read is no verdict at all.
        fills.append("CASE WHEN count(*) > 0 AND count(coalesce(verdict_reported, void_reason)) = 0 THEN 0 END")
    counts: dict[str, Any] = {}
    for table in JUDGED:
        if table in _WHERE_DELIVERED and table not in checks:
            continue
        names = ", ".join(f'"{column}"' for column in dictionary().tables[table].columns)
        replaced = checks[table].replaced() if table in checks else ""
        kept = f"SELECT * {replaced} FROM judged_{table} ANTI JOIN quarantined USING (sheet, row_no)"
        counts[table] = write_parquet(
            connection,
            f"SELECT {names} FROM ({kept}) ORDER BY ord" if table == "sample" else f"SELECT {names} FROM ({kept})",
            folder / f"{table}.parquet",
        )
    sums = "max(sampled_on), count(*) FILTER (verdict_reported = 'nonconforming'), min(listing)"  # all, where one of them is
    counts["newest"], counts["failing"], counts["listing"], *shares = fetch_one(
        connection, f"SELECT {', '.join((sums, *fills))} FROM read_parquet($written)", {"written": str(folder / "sample.parquet")}
    )
    counts["filled_least"] = min((float(share) for share in shares if share is not None), default=None)
    return counts


def _cells(landing: Landing, refused: list[tuple[str, int, str]]) -> list[dict[str, Any]]:
    """The quarantine rows of records that a rule refused, with their cells read once more from the kept bytes."""
    if not refused:
        return []
    cells = landing.cells({(sheet, row_no) for sheet, row_no, _ in refused})
    place = {"delivery_id": landing.receipt.delivery_id, "file": landing.receipt.file}
    return [
        place
        | {
            "sheet": sheet,
            "row_no": row_no,
            "code": code,
            "cells": json.dumps(cells.get((sheet, row_no), {}), ensure_ascii=False),
        }
        for sheet, row_no, code in refused
    ]


# ── the delivery ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _receipt_row(receipt: Receipt) -> dict[str, Any]:
    shared = ("delivery_id", "source", "file", "sha256", "bytes", "sequence", "duplicate_of", "supersedes")
    row: dict[str, Any] = {name: getattr(receipt, name) for name in shared}
    row["history_form"] = history_form.newest()
    return row | {"received_at": receipt.moment.astimezone(datetime.UTC).replace(tzinfo=None)}


def _delivery_row(landing: Landing, counts: dict[str, Any], n_quarantined: int, n_repeated: int, superseded: int | None) -> dict[str, Any]:
    return _receipt_row(landing.receipt) | {
        "encoding": landing.encoding,
        "delivery_status": "accepted",
        "n_records": landing.n_records,
        "n_exact_duplicates": n_repeated,
        "n_quarantined": n_quarantined,
        "n_samples": counts["sample"],
        "n_results": counts["result"],
        "n_fail_reported": counts["failing"],
        "filled_least": counts["filled_least"],
        "records_share": landing.n_records / superseded if superseded else None,
        "records_floor": landing.source.records_floor or None,
        "newest_sampled_on": counts["newest"],
        "listing": counts["listing"],
    }


def _held(connection: duckdb.DuckDBPyConnection, delivery: dict[str, Any], source: Source) -> list[dict[str, Any]]:
    """Hold the delivery where it breaks a band; returns the findings that say so."""
    checks = applied("delivery", "delivery", columns_for("delivery"))
    connection.register(
        "judged_delivery",
        _table("delivery", [delivery])
        .append_column("sheet", pa.array([""]))
        .append_column("row_no", pa.nulls(1, pa.int64()))
        .append_column("sample_id", pa.nulls(1, pa.string())),
    )
    broken = fetch_dicts(connection, checks.broken("judged_delivery"))
    if any(row["acts_on"] == "delivery" for row in broken):
        delivery["delivery_status"] = "held"
    place = Place(delivery["delivery_id"], delivery["file"])
    return [
        finding(
            row["code"],
            place._replace(column_name=row["column_name"]),
            f"{row['says']}（{source.title}）",
            row["found_text"],
            row["acts_on"],
        )
        for row in broken
    ]


def _superseding(receipt: Receipt) -> list[dict[str, Any]]:
    if receipt.supersedes is None:
        return []
    place = Place(receipt.delivery_id, receipt.file)
    return [finding("F08", place, f"内容与 {receipt.supersedes} 不同，作为新版次接收，旧版次保留", receipt.supersedes)]


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=dictionary().arrow_schema(name))
