"""The nightly flow: survey, then the deliveries (flows/deliveries.py, or by workers: flows/portions.py), then gate and release."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.settings import PREFECT_API_URL

import flows
from flows.deliveries import fan_out, settings_of
from flows.portions import by_workers
from qmon import night
from qmon.night import Outcome
from qmon.received import Receipt
from qmon.screen import show
from qmon.side_by_side import Rows


class NightFailed(Exception):
    """The night made no release (exit 10, 12, 14 or 75): the flow run is shown as failed, with the reason."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.summary)
        self.outcome = outcome


@flow(name="nightly", validate_parameters=False)
def nightly(
    raw: str = "data/raw",
    curated: str = "data/curated",
    sources: tuple[str, ...] = (),
    as_of: str | None = None,
    rest_seconds: int = night.REST_SECONDS,
    spark_master: str | None = None,
    workers: int = 1,
) -> dict[str, Any]:
    """One night. Returns what it came to; raises NightFailed where no release could be made.

    spark_master: the Spark cluster that sums the cells, where one machine does not; workers: how many workers of the pool take
    deliveries in at once, where this machine alone does not.
    """
    settings = {
        "raw": raw,
        "curated": curated,
        "sources": list(sources),
        "as_of": as_of,
        "rest_seconds": rest_seconds,
        "spark_master": spark_master,
    }

    def brought_in(receipts: list[Receipt]) -> Rows:
        return fan_out(settings, receipts) if workers < 2 else by_workers(settings, receipts, workers)

    outcome = night.attended(settings_of(settings), brought_in)
    _artifacts(outcome)
    if outcome.exit_code not in (0, 11):
        raise NightFailed(outcome)
    return outcome._asdict()


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
@click.option("--workers", default=1, show_default=True, help="take deliveries in by so many workers of the pool qmon-portions")
def main(**parameters: Any) -> None:
    """Run the nightly flow once, with Prefect's own temporary server where PREFECT_API_URL names no other."""
    if parameters["workers"] > 1 and not PREFECT_API_URL.value():
        raise click.UsageError("--workers 需要环境变量 PREFECT_API_URL：make serve 所在的地址，例如 http://host:4200/api")
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
