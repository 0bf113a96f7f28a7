"""One night: the stages of the corridor in order, for the command line and for Prefect alike."""

import datetime
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from qmon import conformed, curated, judged, landed, raw, release
from qmon.curated import History
from qmon.definitions import DefinitionError
from qmon.dictionary import EXPECTATIONS
from qmon.files import Refused
from qmon.findings import rules
from qmon.indicators import FOLDER, indicators
from qmon.judged import Judged
from qmon.raw import Receipt, Store, Survey
from qmon.release import Release, ReleaseError
from qmon.sources import PACKAGED, sources
from qmon.sources.contract import Source

REST_SECONDS = 120  # a file counts at night once it has not changed for so long


class Busy(Exception):
    """Another run holds the lock (exit 75)."""


class Settings(NamedTuple):
    """Where a night reads and writes, what it takes for now, and how long a file must rest."""

    raw: Path
    curated: Path
    sources: tuple[Path, ...] = ()
    now: datetime.datetime | None = None
    rest_seconds: int = 0

    @property
    def moment(self) -> datetime.datetime:
        """Now, in UTC, to the second."""
        given = self.now or datetime.datetime.now(datetime.UTC)
        return given.astimezone(datetime.UTC).replace(microsecond=0)


class Outcome(NamedTuple):
    """What a night came to."""

    exit_code: int
    summary: str
    release: str | None
    deliveries: list[dict[str, Any]]
    notes: list[dict[str, Any]]


@contextmanager
def locked(curated_folder: Path) -> Iterator[None]:
    """One run at a time. Raises Busy where another one works; a run that was killed leaves no lock behind."""
    curated_folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(curated_folder / ".lock", timeout=0)
    try:
        with lock:
            yield
    except Timeout:
        raise Busy("另一个运行正在进行，本次未做任何改动") from None


def survey(settings: Settings, keep: bool = True) -> Survey:
    """What lies in the raw folder; with keep=False nothing is written."""
    return raw.survey(settings.raw, Store(settings.curated), known_sources(settings), settings.moment, settings.rest_seconds, keep)


def waiting(settings: Settings) -> list[Receipt]:
    """Receipts whose delivery is not in the history yet, oldest first: those of tonight, and those of a night cut short."""
    history = History(settings.curated)
    return [receipt for receipt in Store(settings.curated).receipts() if not history.holds(receipt.delivery_id)]


def ingest(settings: Settings, receipt: Receipt) -> dict[str, Any]:
    """Take one delivery from its kept bytes into the history; returns its row of the table delivery. A bad file is refused, not raised."""
    scratch = settings.curated / "staging" / receipt.delivery_id
    shutil.rmtree(scratch, ignore_errors=True)
    (scratch / "tables").mkdir(parents=True)
    history = History(settings.curated)
    result = judge(settings, receipt, known_sources(settings)[receipt.source], scratch, history)
    curated.from_judged(result, history)
    shutil.rmtree(scratch, ignore_errors=True)
    return result.delivery


def judge(settings: Settings, receipt: Receipt, source: Source, scratch: Path, history: History, path: Path | None = None) -> Judged:
    """raw -> landed -> conformed -> judged for one delivery, into `scratch`/tables."""
    out = scratch / "tables"
    if receipt.duplicate_of is not None:
        return judged.from_refusal(receipt, "F07", f"与 {receipt.duplicate_of} 的内容相同", out)
    landing = landed.from_raw(receipt, path or Store(settings.curated).kept(receipt.sha256), source, scratch)
    try:
        typed = conformed.from_landed(landing, scratch)
    except Refused as refused:
        return judged.from_refusal(receipt, refused.code, refused.detail, out, landing)
    before = history.n_records(receipt.supersedes) if receipt.supersedes is not None else None
    return judged.from_conformed(typed, out, before)


def publish(settings: Settings) -> Release | None:
    """Gate and release; None where nothing has changed since the latest one. Raises ReleaseError (exit 12 or 14)."""
    from qmon import gate  # Great Expectations takes seconds to import: only where it runs

    previous = release.latest(settings.curated)
    definitions = definitions_hash(settings)
    history = History(settings.curated)
    gated = {row["delivery_id"] for row in previous.manifest["inputs"]} if previous is not None else set()
    fresh = set(history.deliveries()) - gated
    if previous is not None and not fresh and previous.manifest["definitions"] == definitions:
        return None
    verdict = gate.from_history(history, fresh, settings.curated / "staging" / "gate")
    if not verdict.success:
        raise ReleaseError(f"{rules()['N01'].title}（N01）：{verdict.sentence}", 12)
    return release.from_marts(
        settings.curated, known_sources(settings), indicators(), definitions, settings.moment.replace(tzinfo=None), {"validation.html": verdict.page}
    )


def run(settings: Settings, progress: Callable[[int, int, str], None] = lambda done, of, what: None) -> Outcome:
    """A whole night without an orchestrator. Never raises for bad data; the exit code says what happened (docs/architecture.md, exit codes)."""
    try:
        known_sources(settings)
        indicators()
        rules()
    except DefinitionError as error:
        return Outcome(10, f"定义有误：{error}", None, [], [])
    try:
        with locked(settings.curated):
            found = survey(settings)
            todo = waiting(settings)
            rows = []
            for number, receipt in enumerate(todo):
                progress(number, len(todo) + 1, receipt.file)
                rows.append(ingest(settings, receipt))
            progress(len(todo), len(todo) + 1, "校验并发布")
            return conclude(settings, rows, found.notes)
    except Busy as busy:
        return Outcome(75, str(busy), None, [], [])


def conclude(settings: Settings, rows: list[dict[str, Any]], notes: list[dict[str, Any]]) -> Outcome:
    """Publish and say what the night came to."""
    try:
        made = publish(settings)
    except ReleaseError as error:
        return Outcome(error.exit_code, f"{error}；前一次发布保持不变", None, rows, notes)
    stopped = [row for row in rows if row["delivery_status"] in ("held", "refused")]
    if made is None:
        return Outcome(0, "没有新内容 nothing new", None, rows, notes)
    words = f"已发布 {made.folder.name}：新增交付 {len(rows)} 件"
    if stopped:
        words += f"，其中 {len(stopped)} 件被拒收或暂缓"
    return Outcome(11 if stopped else 0, words, made.folder.name, rows, notes)


def known_sources(settings: Settings) -> dict[str, Source]:
    """The sources of the package and of --sources."""
    return sources(settings.sources)


def definitions_hash(settings: Settings) -> str:
    """A hash over every definition and every line of code: a changed definition makes a new release."""
    digest = hashlib.sha256()
    folders = (EXPECTATIONS, PACKAGED.parent, FOLDER, *settings.sources)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".yml", ".csv", ".sql", ".py") and path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
