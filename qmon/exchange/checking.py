"""Checking a file before it is delivered: which source it is of, and the receipt that it would get. Nothing is written."""

import datetime
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from qmon import files, intake
from qmon.blocks import blocks
from qmon.curated import History
from qmon.files import Refused
from qmon.findings import rules
from qmon.received import Receipt
from qmon.release import sha256_of
from qmon.reports.receipts import as_markdown
from qmon.settings import Settings
from qmon.sources.contract import Source


class Checked(NamedTuple):
    """What a delivery would come to: its row of the table delivery, its findings, its quarantined records, and the page of its receipt."""

    source: Source
    delivery: dict[str, Any]
    findings: list[dict[str, Any]]
    quarantined: list[dict[str, Any]]
    page: str


def source_of(path: Path, known: dict[str, Source]) -> Source | None:
    """The source whose headings the file has most of; where its folder is named after a source, that one."""
    if path.resolve().parent.name in known:
        return known[path.resolve().parent.name]
    fitting = {name: _n_columns(path, source) for name, source in known.items()}
    best = max(fitting, key=lambda name: fitting[name], default=None)
    return known[best] if best is not None and fitting[best] else None


def check(settings: Settings, path: Path, source: Source) -> Checked:
    """Take the file as far as judged, in a folder that is gone afterwards."""
    receipt = receipt_of(path, source, settings.moment)
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        (scratch / "tables").mkdir()
        result = intake.judge(settings, receipt, source, scratch, History(scratch), path)
        findings, quarantined = (
            pq.read_table(scratch / "tables" / f"{table}.parquet").to_pylist() if (scratch / "tables" / f"{table}.parquet").exists() else []
            for table in ("finding", "quarantine")
        )
    findings.sort(key=lambda row: (row["sheet"], row["row_no"] or 0, row["code"]))
    told = {code: rule.model_dump() for code, rule in rules().items()}
    page = as_markdown(result.delivery, Counter(one["code"] for one in findings), findings, told, source)
    return Checked(source, result.delivery, findings, quarantined, page)


def receipt_of(path: Path, source: Source, moment: datetime.datetime) -> Receipt:
    """The receipt that a file would get if it were delivered now."""
    return Receipt(
        delivery_id="check",
        source=source.name,
        file=f"{source.name}/{path.name}",
        sha256=sha256_of(path),
        bytes=path.stat().st_size,
        received_at=moment.isoformat(),
        sequence=0,
    )


def _n_columns(path: Path, source: Source) -> int:
    """How many columns of the source the best table of the file has; 0 where it cannot be read as one of its deliveries."""
    with TemporaryDirectory() as folder:
        try:
            content = files.recognise(path)
            places = tuple(dict.fromkeys(record.path for record in source.records.values()))
            found = [
                block.headings
                for table in files.tables(path, content, Path(folder), source.allows, places)
                for block in blocks(source, table, path.name)
            ]
        except Refused:
            return 0
    return max((len(headings.present) - 5 * len(headings.missing) for headings in found), default=0)
