"""Portions of a night, taken in by workers of a Prefect pool: on several machines that share the curated folder by the same path."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.deployments import arun_deployment
from prefect.exceptions import FlowRunWaitTimeout, PrefectException
from prefect.flow_runs import wait_for_flow_run
from prefect.states import Cancelling

from flows.deliveries import fan_out, settings_of
from qmon import intake, night
from qmon.curated import History
from qmon.received import Receipt
from qmon.side_by_side import Rows, in_turns

DEPLOYMENT = "portion/portion"
PATIENCE = 6 * 3600  # seconds after which a worker that has not ended is taken for lost


class PortionRefused(Exception):
    """This machine does not take the portion in, or not all of it; the message says why."""


@flow(name="portion", validate_parameters=False)
def portion(settings: dict[str, Any], deliveries: list[str], definitions: str) -> None:
    """Take in some deliveries of a night that is at work; they are then in the history. Raises PortionRefused."""
    place = settings_of(settings)
    if place.definitions_hash() != definitions:
        # It would read deliveries by other rules.
        raise PortionRefused("这台机器的代码或定义与当夜不同，请更新")
    if not _at_work(place.curated):
        raise PortionRefused("当夜已经结束")
    receipts = intake.receipts(place, deliveries)
    if len(receipts) < len(deliveries):
        raise PortionRefused(f"{place.curated} 下没有 {len(deliveries) - len(receipts)} 件交付的接收单，各机路径须相同")
    failed = [row for row in fan_out(settings, receipts) if row["delivery_status"] == intake.FAILED]
    if failed:
        raise PortionRefused("；".join(f"{row['file']}：{row['message']}" for row in failed))


def _at_work(curated: Path) -> bool:
    """Whether a night holds the lock; a portion may come late, when its own was killed."""
    try:
        with night.locked(curated):
            return False
    except night.Busy:
        return True


def by_workers(settings: dict[str, Any], receipts: list[Receipt], n: int) -> Rows:
    """The rows of the table delivery, taken in by `n` workers at once; what is not in the history then has failed."""
    paths = {name: str(Path(settings[name]).absolute()) for name in ("raw", "curated")}
    settings = settings | paths | {"sources": [str(Path(folder).absolute()) for folder in settings["sources"]]}
    place = settings_of(settings)
    history, definitions = History(place.curated), place.definitions_hash()

    def a_turn(turn: list[Receipt]) -> Rows:
        shares = even(turn, n)
        said = asyncio.run(_all(settings, shares, definitions))
        messages = {receipt.delivery_id: message for share, message in zip(shares, said, strict=True) for receipt in share}
        outdated = history.outdated(messages)
        rows = {one: history.row(one) if one not in outdated else None for one in messages}
        return [rows[one.delivery_id] or intake.failed(one, messages[one.delivery_id]) for one in turn]

    return in_turns(receipts, a_turn)


def even(receipts: list[Receipt], n: int) -> list[list[Receipt]]:
    """At most `n` shares of about as many bytes each: the largest first, each to the share that has the least."""
    shares: list[list[Receipt]] = [[] for _ in range(min(n, len(receipts)))]
    for receipt in sorted(receipts, key=lambda one: (-one.bytes, one.delivery_id)):
        min(shares, key=lambda share: sum(one.bytes for one in share)).append(receipt)
    return shares


async def _all(settings: dict[str, Any], shares: list[list[Receipt]], definitions: str) -> list[str]:
    given = [{"settings": settings, "deliveries": [one.delivery_id for one in share], "definitions": definitions} for share in shares]
    return list(await asyncio.gather(*map(_ended, given)))


async def _ended(given: dict[str, Any]) -> str:
    """What a portion said in the end. One that has not ended when it is no longer waited for is cancelled."""
    run = None
    try:
        run = await arun_deployment(DEPLOYMENT, parameters=given, timeout=0)
        run = await wait_for_flow_run(run.id, timeout=PATIENCE)
        return (run.state.message if run.state is not None else None) or "没有完成"
    except (FlowRunWaitTimeout, PrefectException, httpx.HTTPError) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        if run is not None and not (run.state is not None and run.state.is_final()):
            with suppress(PrefectException, httpx.HTTPError):
                async with get_client() as client:
                    await client.set_flow_run_state(run.id, Cancelling())
