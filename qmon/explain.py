"""Back to the record: from a rate or a finding of the latest release to its samples, and to the cells of the files they came in."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb
import yaml

from qmon import landed
from qmon.curated.events import reasons
from qmon.engine import connect, fetch, fetch_dicts
from qmon.indicators import DIMENSIONS, Indicator
from qmon.received import Store
from qmon.release import NotThere, Release
from qmon.sources.contract import Source
from qmon.sql import read_sql

HERE = Path(__file__).parent


class Record(NamedTuple):
    """One record of a delivered file: what it is of, where it stands, and its cells as delivered (personal columns left out).

    cells: None where who asks may not read the kept bytes (docs/trust.md).
    """

    sample_id: str
    what: str
    delivery_id: str
    file: str
    sheet: str
    row_no: int
    cells: dict[str, str] | None


class Explained(NamedTuple):
    """A rate with the samples that make it, whose outcomes add up to its counts, the decisions and the events that act on them."""

    rate: dict[str, Any]
    samples: list[dict[str, Any]]
    counts: dict[str, int]
    records: list[Record]
    decisions: list[dict[str, Any]]
    events: list[dict[str, Any]]


def rate(
    release: Release,
    curated: Path,
    sources: dict[str, Source],
    indicator: str,
    period: str,
    given: dict[str, str],
    shown: int,
) -> Explained:
    """The rate of `indicator` in `period` (2024-03, 2024-Q1, 2024) where the dimensions are as `given` (others summed over), its samples,
    and the records of the first `shown` of them, failing ones first. Raises NotThere."""
    with connect(release.database, read_only=True) as connection:
        definition = definition_of(connection, indicator)
        row = rate_row(connection, definition, period, given)
        asked = {name: row[name] for name in DIMENSIONS}
        samples = fetch_dicts(connection, read_sql(HERE / "explain.sql"), {"indicator": indicator, "period": period, **asked})
        counts = _counts(samples, definition)
        sample_ids = [sample["sample_id"] for sample in samples]
        records = _records(connection, curated, sources, sample_ids[:shown])
        decisions = fetch_dicts(connection, read_sql(HERE / "explain_decisions.sql"), {"sample_ids": sample_ids})
        events = fetch_dicts(connection, read_sql(HERE / "explain_events.sql"), {"sample_ids": sample_ids})
        for event in events:
            event["no_effect_says"] = reasons()[event["no_effect_reason"]].says if event["no_effect_reason"] is not None else None
    return Explained(row, samples, counts, records, decisions, events)


def finding(release: Release, curated: Path, sources: dict[str, Source], finding_id: str) -> tuple[dict[str, Any], list[Record]]:
    """A finding, with its rule's remedy, the record it was found in, and those of the sample that it may be linked to. Raises NotThere."""
    with connect(release.database, read_only=True) as connection:
        rows = fetch_dicts(
            connection,
            read_sql(HERE / "explain_finding.sql"),
            {"finding_id": finding_id},
        )
        if not rows:
            raise NotThere(f"最新发布中没有编号为 {finding_id} 的发现")
        found = rows[0]
        if found["row_no"] is None or not found["delivery_id"]:
            return found, []
        place = {key: found[key] for key in ("delivery_id", "file", "sheet", "row_no")}
        places = [place | {"sample_id": found["sample_id"] or "", "what": found["column_name"] or ""}]
        records = _read(connection, places, curated, sources)
        if found["column_name"] in ("linked_sample_id", "twin_sample_id"):  # S13, S14, S15: the other record, too
            others = _records(connection, curated, sources, [found["found_text"]])
            records += [one for one in others if (one.file, one.sheet, one.row_no) != (found["file"], found["sheet"], found["row_no"])]
        return found, records


def definition_of(connection: duckdb.DuckDBPyConnection, indicator: str) -> Indicator:
    """The definition that the release was made with, not the one in the tree."""
    rows = fetch_dicts(connection, "SELECT definition FROM indicator WHERE indicator = $name", {"name": indicator})
    if not rows:
        known = ", ".join(row["indicator"] for row in fetch_dicts(connection, "SELECT indicator FROM indicator ORDER BY indicator"))
        raise NotThere(f"没有指标 {indicator}；现有：{known}")
    return Indicator.model_validate({"name": indicator, **yaml.safe_load(rows[0]["definition"])})


def rate_row(connection: duckdb.DuckDBPyConnection, definition: Indicator, period: str, given: dict[str, str]) -> dict[str, Any]:
    asked = {name: given.get(name, "ALL") for name in DIMENSIONS if name in given or name not in definition.never_pooled}
    where = " AND ".join(f"{name} = ${name}" for name in asked)
    rows = fetch_dicts(
        connection,
        f"SELECT * FROM rate WHERE indicator = $indicator AND period = $period AND {where} ORDER BY task_level",
        {"indicator": definition.name, "period": period, **asked},
    )
    if not rows:
        raise NotThere(f"指标 {definition.name} 在 {period} 没有这样的分组：{given or '合计'}；可用的分组见表 pass_rate")
    if len(rows) > 1:
        levels = ", ".join(str(row["task_level"]) for row in rows)
        raise NotThere(f"请指明任务级别（--task-level）：{levels}；不同级别不相加")
    return rows[0]


def _counts(samples: list[dict[str, Any]], definition: Indicator) -> dict[str, int]:
    """The counts once more, by walking the samples one by one: they must equal the rate that SQL has summed."""
    if definition.unit != "firm":
        n_fail = sum(sample["n_fail"] for sample in samples)
        return {"n": sum(sample["n_pass"] for sample in samples) + n_fail, "n_fail": n_fail}
    firms = {sample["unit_key"] for sample in samples if sample["unit_key"] is not None and sample["n_pass"] + sample["n_fail"] > 0}
    return {
        "n": len(firms),
        "n_fail": len({sample["unit_key"] for sample in samples if sample["n_fail"] > 0 and sample["unit_key"] is not None}),
    }


def _records(connection: duckdb.DuckDBPyConnection, curated: Path, sources: dict[str, Source], sample_ids: list[str]) -> list[Record]:
    places = fetch_dicts(connection, read_sql(HERE / "explain_records.sql"), {"sample_ids": sample_ids})
    return _read(connection, places, curated, sources)


def _read(connection: duckdb.DuckDBPyConnection, places: list[dict[str, Any]], curated: Path, sources: dict[str, Source]) -> list[Record]:
    """The cells at these places, read from the kept bytes: the delivered file may be gone."""
    store = Store(curated)
    encodings = dict(fetch(connection, "SELECT delivery_id, coalesce(encoding, '') FROM delivery"))
    found: dict[tuple[str, str, int], dict[str, str]] = {}
    withheld: set[str] = set()
    addresses: dict[str, set[tuple[str, int]]] = {}
    for place in places:
        addresses.setdefault(place["delivery_id"], set()).add((place["sheet"], place["row_no"]))
    for delivery_id, wanted in addresses.items():
        receipt = store.receipt(delivery_id)
        if receipt is None or not os.access(store.kept(receipt.sha256), os.R_OK):
            withheld.add(delivery_id)
            continue
        with TemporaryDirectory() as scratch:
            path = store.kept(receipt.sha256)
            landing = landed.from_raw(receipt, path, sources[receipt.source], Path(scratch), encodings[delivery_id])
            found |= {(delivery_id, *address): content for address, content in landing.cells(wanted).items()}
    return [
        Record(
            place["sample_id"],
            place["what"],
            place["delivery_id"],
            place["file"],
            place["sheet"],
            place["row_no"],
            None if place["delivery_id"] in withheld else found.get((place["delivery_id"], place["sheet"], place["row_no"]), {}),
        )
        for place in places
    ]
