"""The intake of a night: which deliveries wait, and how each is brought from its kept bytes into the history."""

import datetime
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from qmon import raw, release
from qmon.curated import History
from qmon.raw import Survey
from qmon.received import Receipt, Store
from qmon.settings import Settings
from qmon.sources.contract import Source

if TYPE_CHECKING:
    from qmon.judged import Judged

# A night with nothing new must end at once: the later stages are imported where they run.

FAILED = "failed"  # not a status of a delivery: it is not in the history


def survey(settings: Settings, keep: bool = True) -> Survey:
    """What lies in the raw folder; with keep=False nothing is written."""
    return raw.survey(settings.raw, Store(settings.curated), settings.known_sources(), settings.moment, settings.rest_seconds, keep)


def received(settings: Settings, source: str | None = None, first_day: str | None = None, last_day: str | None = None) -> list[Receipt]:
    """The deliveries of a source (of all, where none is named) received between two days, both included (UTC)."""
    return [
        receipt
        for receipt in Store(settings.curated).receipts()
        if source in (None, receipt.source) and (first_day or "") <= receipt.received_at[:10] <= (last_day or "9999")
    ]


def known(settings: Settings) -> datetime.datetime:
    """The moment of a release: now, but never before what was received; and after the release before it, where the clock goes back
    behind that: what it stated would else be lost."""
    moments = [settings.moment, *(receipt.moment for receipt in Store(settings.curated).receipts())]
    previous = release.latest(settings.curated)
    if previous is not None:
        before = datetime.datetime.fromisoformat(previous.manifest["known"]).replace(tzinfo=datetime.UTC)
        moments.append(before + datetime.timedelta(seconds=settings.moment < before))
    return max(moments)


def receipts(settings: Settings, deliveries: Iterable[str]) -> list[Receipt]:
    """The receipts of some deliveries, of those that have one, oldest first."""
    found = filter(None, map(Store(settings.curated).receipt, deliveries))
    return sorted(found, key=lambda receipt: receipt.sequence)


def waiting(settings: Settings) -> list[Receipt]:
    """Receipts whose delivery is not in the history yet, oldest first: those of tonight, and those of a night cut short; and those
    that the history holds in an older form. Raises DefinitionError where the history is of a newer one."""
    history = History(settings.curated)
    held = set(history.deliveries())
    current = held - history.outdated(held - (released(settings) or set()))
    return [receipt for receipt in Store(settings.curated).receipts() if receipt.delivery_id not in current]


def released(settings: Settings) -> set[str] | None:
    """The deliveries that the latest release was made of: whole, gated, and of today's form. None where there is no release, or one by
    other code or definitions."""
    previous = release.latest(settings.curated)
    if previous is None or previous.manifest["definitions"] != settings.definitions_hash():
        return None
    return {row["delivery_id"] for row in previous.manifest["inputs"]}


def ingest(settings: Settings, receipt: Receipt, again: bool = False, aside: Path | None = None) -> dict[str, Any]:
    """Take one delivery from its kept bytes into the history; returns its row of the table delivery. A bad file is refused, not raised.

    again: in place of what the history holds of it (a backfill); aside: into the history below that folder instead (a reproduction).
    """
    from qmon import curated

    home = aside or settings.curated
    history, staging = History(home), home / "staging"
    staging.mkdir(parents=True, exist_ok=True)
    # Of its own: another machine may be taking in the same delivery, for a night that was cut short.
    with TemporaryDirectory(prefix=f"{receipt.delivery_id}-", dir=staging, ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        (scratch / "tables").mkdir()
        result = judge(settings, receipt, settings.known_sources()[receipt.source], scratch, history)
        curated.from_judged(result, history, again or bool(history.outdated({receipt.delivery_id})))
    return result.delivery


def judge(settings: Settings, receipt: Receipt, source: Source, scratch: Path, history: History, path: Path | None = None) -> "Judged":
    """raw -> landed -> conformed -> judged for one delivery, into `scratch`/tables."""
    from qmon import conformed, judged, landed
    from qmon.files import Refused

    out = scratch / "tables"
    if receipt.duplicate_of is not None:
        return judged.from_refusal(receipt, "F07", f"与 {receipt.duplicate_of} 的内容相同", out)
    if path is None:
        path = Store(settings.curated).kept(receipt.sha256)
        if path.stat().st_size != receipt.bytes:
            raise OSError(f"原件不完整：{path} 有 {path.stat().st_size:,} 字节，应有 {receipt.bytes:,}；请从备份恢复")
    landing = landed.from_raw(receipt, path, source, scratch)
    try:
        typed = conformed.from_landed(landing, scratch)
    except Refused as refused:
        return judged.from_refusal(receipt, refused.code, refused.detail, out, landing)
    return judged.from_conformed(typed, out, _superseded_records(history, receipt, settings))


def _superseded_records(history: History, receipt: Receipt, settings: Settings) -> int | None:
    """How many records the newest delivery of this file has that counts: by itself, or since a decision accepted it. One that was refused
    or is held says nothing of how many there should be."""
    older = receipt.supersedes
    while older is not None and (row := history.row(older)) is not None:
        if row["delivery_status"] == "accepted" or older in _accepted(settings):
            return int(row["n_records"])
        older = row["supersedes"]
    return None


def _accepted(settings: Settings) -> set[str]:
    """The deliveries that count in the latest release."""
    previous = release.latest(settings.curated)
    rows = previous.manifest["inputs"] if previous is not None else []
    return {row["delivery_id"] for row in rows if row["delivery_status"] == "accepted"}


def failed(receipt: Receipt, message: str) -> dict[str, Any]:
    """The row of a delivery that could not be taken in for a reason that is not its content: it waits and is tried again."""
    return {
        "delivery_id": receipt.delivery_id,
        "source": receipt.source,
        "file": receipt.file,
        "delivery_status": FAILED,
        "message": message,
    }
