"""A night on one machine: its deliveries taken in side by side, as many at once as there are cores, each by a process of its own."""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from itertools import count
from typing import Any

from qmon import intake, night
from qmon.night import Outcome
from qmon.received import Receipt
from qmon.settings import Settings

FEWEST = 6  # fewer deliveries are done before a second process has imported what it needs
KILLED = "接收它的进程被系统终止（内存不足？）"
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)

Progress = Callable[[int, int, str], None]
Rows = list[dict[str, Any]]


def run(settings: Settings, progress: Progress = lambda done, of, what: None) -> Outcome:
    """A whole night without an orchestrator."""

    def brought_in(receipts: list[Receipt]) -> Rows:
        rows = take_in(settings, receipts, progress)
        progress(len(receipts), len(receipts) + 1, "校验并发布")
        return rows

    return night.attended(settings, brought_in)


def in_turns(receipts: list[Receipt], a_turn: Callable[[list[Receipt]], Rows]) -> Rows:
    """The rows of the table delivery, in the order of the receipts, which `a_turn` takes in turn by turn. What supersedes a delivery is
    held against how many records that had: it comes after it, and waits with it for the next night where that one fails."""
    rows: dict[str, dict[str, Any]] = {}
    for turn in waves(receipts):
        kept_waiting = [one for one in turn if rows.get(one.supersedes or "", {}).get("delivery_status") == intake.FAILED]
        rows |= {one.delivery_id: intake.failed(one, "它所替代的交付尚未接收") for one in kept_waiting}
        ready = [one for one in turn if one not in kept_waiting]
        rows |= zip((one.delivery_id for one in ready), a_turn(ready), strict=True)
    return [rows[receipt.delivery_id] for receipt in receipts]


def waves(receipts: list[Receipt]) -> Iterator[list[Receipt]]:
    """The receipts in turns: one that supersedes another comes after it."""
    waiting, done = list(receipts), set[str]()
    known = {receipt.delivery_id for receipt in receipts}
    while waiting:
        wave = [one for one in waiting if one.supersedes not in known - done]
        yield wave
        done |= {one.delivery_id for one in wave}
        waiting = [one for one in waiting if one.delivery_id not in done]


def take_in(settings: Settings, receipts: list[Receipt], progress: Progress) -> Rows:
    """The rows of the table delivery, in the order of the receipts. What stops one delivery stops no other: it is named and tried again."""
    number = count()

    def told(receipt: Receipt) -> None:
        progress(next(number), len(receipts) + 1, receipt.file)

    def a_turn(turn: list[Receipt]) -> Rows:
        if few(turn):
            return [_here(settings, receipt, told) for receipt in turn]
        return _in_processes(settings, turn, told)

    return in_turns(receipts, a_turn)


def few(receipts: list[Receipt]) -> bool:
    """Whether so many deliveries are better taken in by this process alone."""
    return len(receipts) < FEWEST or cores() < 2


def cores() -> int:
    """How many processes may take deliveries in at once: one where the kernel would not end them with the night."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _here(settings: Settings, receipt: Receipt, told: Callable[[Receipt], None]) -> dict[str, Any]:
    told(receipt)
    try:
        return intake.ingest(settings, receipt)
    except Exception as error:  # trouble with one delivery must not stop the others
        return intake.failed(receipt, f"{type(error).__name__}: {error}")


def _in_processes(settings: Settings, turn: list[Receipt], told: Callable[[Receipt], None]) -> Rows:
    with _pool(cores()) as pool:
        futures = {_submitted(pool, settings, receipt): receipt for receipt in turn}
        for future in as_completed(futures):
            told(futures[future])
    for future, receipt in list(futures.items()):
        # A process that the system kills breaks its pool: what was waiting in it is tried again, each in a pool of its own.
        if isinstance(future.exception(), BrokenProcessPool):
            del futures[future]
            with _pool(1) as alone:
                futures[_submitted(alone, settings, receipt)] = receipt
    rows = {receipt.delivery_id: _row(future, receipt) for future, receipt in futures.items()}
    return [rows[receipt.delivery_id] for receipt in turn]


def _pool(size: int) -> ProcessPoolExecutor:
    # A new interpreter for each: a copy of this one would have its locks, but not its threads.
    return ProcessPoolExecutor(size, multiprocessing.get_context("spawn"), end_with_the_night, (os.getpid(),))


def _submitted(pool: ProcessPoolExecutor, settings: Settings, receipt: Receipt) -> "Future[dict[str, Any]]":
    try:
        return pool.submit(intake.ingest, settings, receipt)
    except BrokenProcessPool as error:  # broken already
        future: Future[dict[str, Any]] = Future()
        future.set_exception(error)
        return future


def _row(future: "Future[dict[str, Any]]", receipt: Receipt) -> dict[str, Any]:
    error = future.exception()
    if error is None:
        return future.result()
    return intake.failed(receipt, KILLED if isinstance(error, BrokenProcessPool) else f"{type(error).__name__}: {error}")


def end_with_the_night(parent: int) -> None:
    """A night that is killed leaves no process that goes on writing: the next one may be taking in the same delivery."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it was killed before this line
        os._exit(1)
