"""The backfill flow: deliveries are taken in anew from their kept bytes under today's definitions, then released."""

from typing import Any

import click
from prefect import flow

from flows.deliveries import fan_out, settings_of
from flows.nightly import NightFailed, run_once
from qmon import intake, night


@flow(name="backfill", validate_parameters=False)
def backfill(
    source: str | None = None,
    received_from: str | None = None,
    received_to: str | None = None,
    raw: str = "data/raw",
    curated: str = "data/curated",
    sources: tuple[str, ...] = (),
    as_of: str | None = None,
) -> dict[str, Any]:
    """Take in again every delivery of `source` (all where none is named) received from one day to another, both included (UTC).

    Receipts keep their moment of receipt, so that "as known on" answers as before, by the definitions of today.
    """
    settings = {
        "raw": raw,
        "curated": curated,
        "sources": list(sources),
        "as_of": as_of,
        "rest_seconds": night.REST_SECONDS,
        "spark_master": None,
    }
    wanted = intake.received(settings_of(settings), source, received_from, received_to)
    outcome = night.retaken(settings_of(settings), wanted, lambda receipts: fan_out(settings, receipts, again=True))
    if outcome.exit_code not in (0, 11):
        raise NightFailed(outcome)
    return outcome._asdict()


@click.command()
@click.option("--source", help="only this source")
@click.option("--from", "received_from", help="received on this day or later, 2026-11-01")
@click.option("--to", "received_to", help="received on this day or earlier")
@click.option("--raw", default="data/raw", show_default=True)
@click.option("--curated", default="data/curated", show_default=True)
@click.option("--as-of", help="what to take for now")
@click.option("--sources", multiple=True, help="a further folder of sources (repeatable)")
def main(**parameters: Any) -> None:
    """Run the backfill flow once, with Prefect's own temporary server."""
    run_once(backfill, parameters)


if __name__ == "__main__":
    main()
