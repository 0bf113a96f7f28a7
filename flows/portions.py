"""Portions of a night, taken in by workers of a Prefect pool: on several machines that share the curated folder by the same path."""

import asyncio
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import arun_deployment

from flows.deliveries import SIDE_BY_SIDE, fan_out, settings_of
from qmon import intake
from qmon.curated import History
from qmon.raw import Receipt
from qmon.side_by_side import waves

DEPLOYMENT = "portion/portion"
PATIENCE = 6 * 3600  # seconds after which a worker that has not ended is taken for lost
LOOKED_AFTER = 2  # seconds between two looks at what the workers have done


class OtherDefinitions(Exception):
    """This machine has other code or definitions than the one whose night it is: it would read deliveries by other rules."""


@flow(name="portion", task_runner=SIDE_BY_SIDE, validate_parameters=False)
def portion(settings: dict[str, Any], deliveries: list[str], definitions: str) -> None:
    """Take in some deliveries of a night; their rows are then in the history. Raises OtherDefinitions."""
    place = settings_of(settings)
    if place.definitions_hash() != definitions:
        raise OtherDefinitions("这台机器的代码或定义与当夜不同，请更新")
    fan_out(settings, [receipt for receipt in intake.received(place) if receipt.delivery_id in deliveries])


def by_workers(settings: dict[str, Any], receipts: list[Receipt], n: int) -> list[dict[str, Any]]:
    """The rows of the table delivery of some receipts, taken in by `n` workers at once; what is not in the history then has failed."""
    place, rows = settings_of(settings), dict[str, dict[str, Any]]()
    definitions, history = place.definitions_hash(), History(place.curated)
    for wave in waves(receipts):
        shares = even(wave, n)
        ended = asyncio.run(_all(settings, shares, definitions))
        outdated = history.outdated(receipt.delivery_id for receipt in wave)
        for share, run in zip(shares, ended, strict=True):
            said = (run.state.message if run.state is not None else None) or "没有完成"
            for receipt in share:
                row = history.row(receipt.delivery_id) if receipt.delivery_id not in outdated else None
                rows[receipt.delivery_id] = row or intake.failed(receipt, said)
    return [rows[receipt.delivery_id] for receipt in receipts]


def even(receipts: list[Receipt], n: int) -> list[list[Receipt]]:
    """At most `n` shares of about as many bytes each: the largest first, each to the share that has the least."""
    shares: list[list[Receipt]] = [[] for _ in range(min(n, len(receipts)))]
    for receipt in sorted(receipts, key=lambda one: (-one.bytes, one.delivery_id)):
        min(shares, key=lambda share: sum(one.bytes for one in share)).append(receipt)
    return shares


async def _all(settings: dict[str, Any], shares: list[list[Receipt]], definitions: str) -> list[FlowRun]:
    def one(share: list[Receipt]) -> Any:
        deliveries = [receipt.delivery_id for receipt in share]
        given = {"settings": settings, "deliveries": deliveries, "definitions": definitions}
        return arun_deployment(DEPLOYMENT, parameters=given, timeout=PATIENCE, poll_interval=LOOKED_AFTER)

    return list(await asyncio.gather(*map(one, shares)))
