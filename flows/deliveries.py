"""Deliveries of a night under Prefect: a task each, side by side in processes; what stops one delivery stops no other."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from prefect import task
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from flows import QuietEnd
from qmon import intake
from qmon.raw import Receipt
from qmon.settings import Settings
from qmon.side_by_side import FEWEST, cores, end_with_the_night, waves


def _begin(night_process: int) -> None:
    """What each process of the pool does first."""
    end_with_the_night(night_process)
    QuietEnd()


SIDE_BY_SIDE: TaskRunner[Any] = ProcessPoolTaskRunner(cores(), initializer=_begin, initargs=(os.getpid(),))


@task(task_run_name="{file}", retries=2, retry_delay_seconds=5)
def take_in(settings: dict[str, Any], delivery_id: str, file: str, again: bool) -> dict[str, Any]:
    """One delivery, from its kept bytes into the history; a bad file is refused with a finding, only trouble with the machine raises."""
    place = settings_of(settings)
    receipt = next(receipt for receipt in intake.received(place) if receipt.delivery_id == delivery_id)
    return intake.ingest(place, receipt, again)


def fan_out(settings: dict[str, Any], receipts: list[Receipt], again: bool = False) -> list[dict[str, Any]]:
    """All deliveries of a turn at once; one that fails for good is named and tried again next night, the others go on."""
    rows: dict[str, dict[str, Any]] = {}
    for wave in waves(receipts):
        for receipt, state in zip(wave, _ended(settings, wave, again), strict=True):
            rows[receipt.delivery_id] = state.result() if state.is_completed() else intake.failed(receipt, str(state.message))
    return [rows[receipt.delivery_id] for receipt in receipts]


def _ended(settings: dict[str, Any], wave: list[Receipt], again: bool) -> Iterator[State[dict[str, Any]]]:
    """How each delivery of a turn ended; a few are done in this process before another has imported what it needs."""
    if len(wave) < FEWEST:
        for receipt in wave:
            yield take_in(settings, receipt.delivery_id, receipt.file, again, return_state=True)
        return
    with _one_server():
        futures = [take_in.submit(settings, receipt.delivery_id, receipt.file, again) for receipt in wave]
    for future in futures:
        future.wait()
        yield future.state


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
