"""Deliveries of a night under Prefect: a task each, side by side in processes; what stops one delivery stops no other."""

import os
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from prefect import task
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.futures import PrefectConcurrentFuture
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Crashed
from prefect.task_runners import ProcessPoolTaskRunner

from flows import QuietEnd
from qmon import intake
from qmon.received import Receipt
from qmon.settings import Settings
from qmon.side_by_side import KILLED, Rows, cores, end_with_the_night, few, in_turns


@task(task_run_name="{file}", retries=2, retry_delay_seconds=5)
def take_in(settings: dict[str, Any], delivery_id: str, file: str, again: bool) -> dict[str, Any]:
    """One delivery, from its kept bytes into the history; a bad file is refused with a finding, only trouble with the machine raises."""
    place = settings_of(settings)
    (receipt,) = intake.receipts(place, [delivery_id])
    return intake.ingest(place, receipt, again)


def fan_out(settings: dict[str, Any], receipts: list[Receipt], again: bool = False) -> Rows:
    """The rows of the table delivery. One that fails for good is named and tried again next night, the others go on."""

    def a_turn(turn: list[Receipt]) -> Rows:
        ended = zip(turn, _ended(settings, turn, again), strict=True)
        return [state.result() if state.is_completed() else intake.failed(receipt, str(state.message)) for receipt, state in ended]

    return in_turns(receipts, a_turn)


def _ended(settings: dict[str, Any], turn: list[Receipt], again: bool) -> list[State[dict[str, Any]]]:
    """How each delivery of a turn ended."""
    if few(turn):
        return [take_in(settings, receipt.delivery_id, receipt.file, again, return_state=True) for receipt in turn]
    states = _in_processes(settings, turn, again, cores())
    # A process that the system kills breaks its pool: what was waiting in it is tried again, each in a pool of its own.
    return [
        state or _in_processes(settings, [receipt], again, 1)[0] or Crashed(message=KILLED)
        for receipt, state in zip(turn, states, strict=True)
    ]


def _in_processes(settings: dict[str, Any], turn: list[Receipt], again: bool, size: int) -> list[State[dict[str, Any]] | None]:
    """How each delivery ended in a pool of `size` processes; None where one of them was killed before it had ended."""
    with _one_server(), ProcessPoolTaskRunner(size, initializer=_begin, initargs=(os.getpid(),)) as pool:
        futures = [
            pool.submit(take_in, {"settings": settings, "delivery_id": receipt.delivery_id, "file": receipt.file, "again": again})
            for receipt in turn
        ]
        return [_state(future) for future in futures]


def _state(future: PrefectConcurrentFuture[dict[str, Any]]) -> State[dict[str, Any]] | None:
    try:
        future.wait()
    except BrokenProcessPool:
        return None
    return future.state


def _begin(night_process: int) -> None:
    """What each process of a pool does first."""
    end_with_the_night(night_process)
    QuietEnd(0)


@contextmanager
def _one_server() -> Iterator[None]:
    """What a process is told where to report: else each starts a temporary server of its own."""
    with get_client(sync_client=True) as client, temporary_settings({PREFECT_API_URL: str(client.api_url)}):
        yield


def settings_of(given: dict[str, Any]) -> Settings:
    """Settings as the parameters of a flow, which Prefect keeps as JSON."""
    now = datetime.fromisoformat(given["as_of"]) if given["as_of"] else None
    return Settings(
        Path(given["raw"]),
        Path(given["curated"]),
        tuple(Path(folder) for folder in given["sources"]),
        now,
        given["rest_seconds"],
        given["spark_master"],
    )
