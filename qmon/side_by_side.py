"""A night on one machine: its deliveries taken in side by side, as many at once as there are cores, each by a process of its own."""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from typing import Any

from qmon import intake, night
from qmon.night import Outcome
from qmon.raw import Receipt
from qmon.settings import Settings

FEWEST = 6  # fewer deliveries are done before a second process has imported what it needs
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)

Progress = Callable[[int, int, str], None]


def waves(receipts: list[Receipt]) -> Iterator[list[Receipt]]:
    """The receipts in turns: one that supersedes another comes after it, since it is held against how many records that had."""
    waiting, done = list(receipts), set[str]()
    known = {receipt.delivery_id for receipt in receipts}
    while waiting:
        wave = [one for one in waiting if one.supersedes not in known - done]
        yield wave
        done |= {one.delivery_id for one in wave}
        waiting = [one for one in waiting if one.delivery_id not in done]


def run(settings: Settings, progress: Progress = lambda done, of, what: None) -> Outcome:
    """A whole night without an orchestrator."""

    def brought_in(receipts: list[Receipt]) -> list[dict[str, Any]]:
        rows = take_in(settings, receipts, progress)
        progress(len(receipts), len(receipts) + 1, "校验并发布")
        return rows

    return night.attended(settings, brought_in)


def take_in(settings: Settings, receipts: list[Receipt], progress: Progress) -> list[dict[str, Any]]:
    """The rows of the table delivery, in the order of the receipts. What stops one delivery stops no other: it is named and tried again."""
    if len(receipts) < FEWEST or cores() < 2:
        return [_one(settings, receipt, number, len(receipts), progress) for number, receipt in enumerate(receipts)]
    rows: dict[str, dict[str, Any]] = {}
    # A new interpreter for each: a copy of this one would have its locks, but not its threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cores(), context, end_with_the_night, (os.getpid(),)) as pool:
        for wave in waves(receipts):
            running = {pool.submit(intake.ingest, settings, receipt): receipt for receipt in wave}
            for future in as_completed(running):
                receipt = running[future]
                progress(len(rows), len(receipts) + 1, receipt.file)
                rows[receipt.delivery_id] = _row(future, receipt)
    return [rows[receipt.delivery_id] for receipt in receipts]


def _one(settings: Settings, receipt: Receipt, number: int, of: int, progress: Progress) -> dict[str, Any]:
    progress(number, of + 1, receipt.file)
    try:
        return intake.ingest(settings, receipt)
    except Exception as error:  # trouble with one delivery must not stop the others
        return intake.failed(receipt, f"{type(error).__name__}: {error}")


def _row(future: "Future[dict[str, Any]]", receipt: Receipt) -> dict[str, Any]:
    error = future.exception()
    return future.result() if error is None else intake.failed(receipt, f"{type(error).__name__}: {error}")


def cores() -> int:
    """How many processes may take deliveries in at once: one where the kernel would not end them with the night."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def end_with_the_night(parent: int) -> None:
    """A night that is killed leaves no process that goes on writing: the next one may be taking in the same delivery."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it was killed before this line
        os._exit(1)
