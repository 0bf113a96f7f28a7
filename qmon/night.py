"""One night: the stages of the corridor in order, for the command line and for Prefect alike."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
from filelock import FileLock, Timeout

from qmon import history_form, intake, release
from qmon.curated import History
from qmon.definitions import DefinitionError
from qmon.received import Receipt
from qmon.release import Release, ReleaseError
from qmon.settings import Settings

if TYPE_CHECKING:
    from qmon.gate import Keeper

# A night with nothing new must end at once: the later stages are imported where they run.

NOTHING_NEW = "没有新内容 nothing new"
REST_SECONDS = 120  # a file counts at night once it has not changed for so long


class Busy(Exception):
    """Another run holds the lock (exit 75)."""


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


def publish(settings: Settings, keeper: "Keeper", force: bool = False) -> Release | None:
    """Gate and release; None where nothing has changed since the latest one. Raises ReleaseError (exit 12 or 14).

    force: everything is gated and released anew.
    """
    from qmon import cells, gate
    from qmon.cells import spark
    from qmon.findings import rules
    from qmon.indicators import indicators
    from qmon.release import building

    if not force and unchanged(settings):
        return None
    history = History(settings.curated)
    fresh = set(history.deliveries()) - (set() if force else intake.released(settings) or set())
    outdated = history.outdated(fresh)
    if outdated:
        raise ReleaseError(f"历史中有 {len(outdated)} 件交付是旧格式，尚未重新接收：{'、'.join(sorted(outdated)[:3])}", 14)
    _compact(history, fresh)
    # The gate of a killed night may live on for a moment: each has a folder of its own.
    scratch = settings.curated / "staging" / f"gate-{os.getpid()}"
    # The gate looks in a process of its own, so the release is made meanwhile; it is placed only once the gate has let it pass.
    with ThreadPoolExecutor(1) as beside:
        gating = beside.submit(gate.from_history, history, fresh, scratch, keeper)

        def passed() -> dict[str, str]:
            try:
                verdict = gating.result()
            except (duckdb.Error, OSError) as error:
                raise ReleaseError(f"校验未能完成：{error}", 14) from error
            if not verdict.success:
                raise ReleaseError(f"{rules()['N01'].title}（N01）：{verdict.sentence}", 12)
            return {"validation.html": verdict.page}

        try:
            return building.from_marts(
                settings.curated,
                settings.known_sources(),
                indicators(),
                settings.definitions_hash(),
                intake.known(settings).replace(tzinfo=None),
                passed,
                cells.here if settings.spark_master is None else partial(spark.fill, settings.spark_master),
                force,
            )
        except Exception:
            passed()  # what does not pass the gate may break what is made of it: then the gate's word is the reason
            raise


def attended(settings: Settings, take_in: Callable[[list[Receipt]], list[dict[str, Any]]]) -> Outcome:
    """A night in which `take_in` brings the waiting deliveries into the history, in whatever order and however many at once.

    Never raises for bad data; the exit code says what happened (docs/architecture.md, exit codes).
    """

    def work() -> Outcome:
        found = intake.survey(settings)
        receipts = intake.waiting(settings)
        if not receipts and unchanged(settings):
            return Outcome(0, NOTHING_NEW, None, [], found.notes)
        _check_definitions()
        with _keeper() as keeper:
            n_older = sum(map(History(settings.curated).holds, (receipt.delivery_id for receipt in receipts)))
            return conclude(settings, take_in(receipts) if receipts else [], found.notes, keeper, n_older=n_older)

    def whole_night() -> Outcome:
        outcome = work()
        previous = release.latest(settings.curated)
        if previous is not None:
            _compact(History(settings.curated), {row["delivery_id"] for row in previous.manifest["inputs"]})
        return outcome

    return _alone(settings, whole_night)


def _alone(settings: Settings, work: Callable[[], Outcome]) -> Outcome:
    """`work` under the lock; what stops a whole night is an exit code and a sentence."""
    if any(mark in str(settings.curated) for mark in "*?["):
        return Outcome(14, f"路径中不能有 * ? [ ：{settings.curated}；请换一个文件夹名", None, [], [])
    try:
        settings.known_sources()
        with locked(settings.curated):
            return work()
    except DefinitionError as error:
        return Outcome(10, f"定义有误：{error}", None, [], [])
    except Busy as busy:
        return Outcome(75, str(busy), None, [], [])
    except ReleaseError as error:
        return Outcome(error.exit_code, f"{error}；未做任何改动", None, [], [])
    except duckdb.Error as error:
        return Outcome(14, f"历史中有无法读取的文件：{error}；前一次发布保持不变", None, [], [])
    except OSError as error:  # no room, no right: trouble with the machine, not with a delivery
        return Outcome(14, f"未能读写文件：{error}；前一次发布保持不变", None, [], [])


def _compact(history: History, deliveries: set[str]) -> None:
    """What makes reading shorter, now and in later nights. Where it fails all is as it was, and the next night tries again."""
    from qmon.curated import compaction

    with suppress(OSError, duckdb.Error):
        compaction.compact(history, deliveries)


def _check_definitions() -> None:
    """Read every definition before anything is done by it. Raises DefinitionError."""
    from qmon.curated.linkage import parameters
    from qmon.findings import rules
    from qmon.indicators import indicators
    from qmon.reports.layout import layouts

    rules()
    layouts(indicators())
    parameters()


def _keeper() -> "Keeper":
    from qmon.gate import Keeper

    return Keeper()


def retaken(settings: Settings, receipts: list[Receipt], take_in: Callable[[list[Receipt]], list[dict[str, Any]]]) -> Outcome:
    """Deliveries taken in again from their kept bytes, under today's definitions; of one that fails the history keeps what it had."""

    def work() -> Outcome:
        _check_definitions()
        with _keeper() as keeper:
            return conclude(settings, take_in(receipts), [], keeper, force=True)

    return _alone(settings, work)


def unchanged(settings: Settings) -> bool:
    """Whether the latest release holds every delivery of the history and was made with these definitions."""
    released = intake.released(settings)
    return released is not None and set(History(settings.curated).deliveries()) <= released


def rehearse(settings: Settings) -> Outcome:
    """A night without writing: what each new delivery would come to. The curated folder is left as it is."""
    try:
        contracts = settings.known_sources()
        found = intake.survey(settings, keep=False)
        history = History(settings.curated)
        rows = []
        for receipt in found.new:
            with TemporaryDirectory() as folder:
                scratch = Path(folder)
                (scratch / "tables").mkdir()
                result = intake.judge(settings, receipt, contracts[receipt.source], scratch, history, settings.raw / receipt.file)
                rows.append(result.delivery)
    except DefinitionError as error:
        return Outcome(10, f"定义有误：{error}", None, [], [])
    except OSError as error:
        return Outcome(14, f"未能读取文件：{error}", None, [], [])
    stopped = any(row["delivery_status"] in ("held", "refused") for row in rows)
    return Outcome(11 if stopped else 0, f"试运行：{len(rows)} 件新交付，未写入任何内容", None, rows, found.notes)


def conclude(
    settings: Settings,
    rows: list[dict[str, Any]],
    notes: list[dict[str, Any]],
    keeper: "Keeper",
    force: bool = False,
    n_older: int = 0,
) -> Outcome:
    """Publish and say what the night came to; force: even though no delivery is new (a backfill); n_older: how many of the deliveries
    the history held already, in an older form."""
    try:
        made = publish(settings, keeper, force)
    except ReleaseError as error:
        return Outcome(error.exit_code, f"{error}；前一次发布保持不变", None, rows, notes)
    stopped = [row for row in rows if row["delivery_status"] in ("held", "refused", intake.FAILED)]
    if made is None:
        return Outcome(11 if stopped else 0, NOTHING_NEW, None, rows, notes)
    words = f"已发布 {made.folder.name}：新增交付 {len(rows) - n_older} 件"
    if n_older:
        words += f"，按今日历史格式重新接收 {n_older} 件（{history_form.forms()[history_form.newest()].says}）"
    if stopped:
        words += f"，其中 {len(stopped)} 件被拒收或暂缓"
    return Outcome(11 if stopped else 0, words, made.folder.name, rows, notes)
