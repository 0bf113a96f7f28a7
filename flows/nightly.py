"""The nightly flow: survey, then each delivery as a task of its own, then gate and release. Paths and ids pass between tasks."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.task_runners import ThreadPoolTaskRunner

import flows
from qmon import night
from qmon.night import Outcome, Settings
from qmon.raw import Receipt
from qmon.screen import show
from qmon.side_by_side import waves


class NightFailed(Exception):
    """The night made no release (exit 10, 12, 14 or 75): the flow run is shown as failed, with the reason."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.summary)
        self.outcome = outcome


@task(task_run_name="{file}", retries=2, retry_delay_seconds=5)
def take_in(settings: dict[str, Any], delivery_id: str, file: str, again: bool) -> dict[str, Any]:
    """One delivery, from its kept bytes into the history; a bad file is refused with a finding, only trouble with the machine raises."""
    place = settings_of(settings)
    receipt = next(receipt for receipt in night.received(place) if receipt.delivery_id == delivery_id)
    return night.ingest(place, receipt, again)


@flow(name="nightly", task_runner=ThreadPoolTaskRunner(max_workers=os.cpu_count() or 1), validate_parameters=False)
def nightly(
    raw: str = "data/raw",
    curated: str = "data/curated",
    sources: tuple[str, ...] = (),
    as_of: str | None = None,
    rest_seconds: int = night.REST_SECONDS,
    spark_master: str | None = None,
) -> dict[str, Any]:
    """One night. Returns what it came to; raises NightFailed where no release could be made.

    spark_master: the Spark cluster that sums the cells, where one machine does not.
    """
    settings = {
        "raw": raw,
        "curated": curated,
        "sources": list(sources),
        "as_of": as_of,
        "rest_seconds": rest_seconds,
        "spark_master": spark_master,
    }
    outcome = night.attended(settings_of(settings), lambda receipts: fan_out(settings, receipts))
    _artifacts(outcome)
    if outcome.exit_code not in (0, 11):
        raise NightFailed(outcome)
    return outcome._asdict()


def fan_out(settings: dict[str, Any], receipts: list[Receipt], again: bool = False) -> list[dict[str, Any]]:
    """All deliveries of a turn at once; one that fails for good is named and tried again next night, the others go on."""
    rows: dict[str, dict[str, Any]] = {}
    for wave in waves(receipts):
        futures = [take_in.submit(settings, receipt.delivery_id, receipt.file, again) for receipt in wave]
        for receipt, future in zip(wave, futures, strict=True):
            future.wait()
            failed = None if future.state.is_completed() else night.failed(receipt, str(future.state.message))
            rows[receipt.delivery_id] = failed or future.result()
    return [rows[receipt.delivery_id] for receipt in receipts]


def _artifacts(outcome: Outcome) -> None:
    """What people look at in Prefect's pages."""
    create_markdown_artifact(key="night", markdown=f"# {outcome.summary}\n\n退出码 {outcome.exit_code}", description="本夜结果")
    if outcome.deliveries:
        columns = (
            "file",
            "delivery_status",
            "n_records",
            "n_exact_duplicates",
            "n_quarantined",
            "n_samples",
            "n_results",
            "n_fail_reported",
        )
        table = [{column: row.get(column) for column in columns} for row in outcome.deliveries]
        create_table_artifact(key="deliveries", table=table, description="本夜接收的交付")


def settings_of(given: dict[str, Any]) -> Settings:
    now = datetime.fromisoformat(given["as_of"]) if given["as_of"] else None
    return Settings(
        Path(given["raw"]),
        Path(given["curated"]),
        tuple(Path(folder) for folder in given["sources"]),
        now,
        given["rest_seconds"],
        given["spark_master"],
    )


@click.command()
@click.option("--raw", default="data/raw", show_default=True)
@click.option("--curated", default="data/curated", show_default=True)
@click.option("--sources", multiple=True, help="a further folder of sources (repeatable)")
@click.option("--as-of", help="what to take for now")
@click.option(
    "--rest",
    "rest_seconds",
    default=night.REST_SECONDS,
    show_default=True,
    help="seconds for which a file must not have changed",
)
@click.option("--spark-master", metavar="URL", help="sum the cells on this Spark cluster")
def main(**parameters: Any) -> None:
    """Run the nightly flow once, with Prefect's own temporary server."""
    run_once(nightly, parameters)


def run_once(flow_: Callable[..., dict[str, Any]], parameters: dict[str, Any]) -> NoReturn:
    """Run a flow in this process, show what the night came to, and end with its exit code."""
    end = flows.QuietEnd()
    try:
        outcome = Outcome(**flow_(**parameters))
    except NightFailed as failure:
        outcome = failure.outcome
    show(outcome, Path(parameters["curated"]))
    end.leave(outcome.exit_code)


if __name__ == "__main__":
    main()
