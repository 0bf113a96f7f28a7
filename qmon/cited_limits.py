"""`qmon limits`: the limits that deliveries cite, beside those of the reference table that were in force."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import click

from qmon import readings
from qmon.engine import connect, fetch_dicts
from qmon.reference.limits import MISSING, Missing, in_force
from qmon.release import latest
from qmon.sql import read_sql
from qmon.verdict.standard import printed, same, standard_limit

STATES = {"differs": "不同", "agrees": "一致", "not_covered": "未收录"}


class Cited(NamedTuple):
    """One limit as cited: how it lies to the table's, the table's limit where there is one, else why not, and how many results cite it."""

    state: str
    item_name: str
    basis: str | None
    limit: str
    in_table: str | None
    standard: str | None
    missing: Missing | None
    n_results: int


def cited_limits(database: Path) -> list[Cited]:
    """Every cited limit of a release, those that differ first."""
    with connect(database, read_only=True) as connection:
        rows = fetch_dicts(connection, read_sql(Path(__file__).with_suffix(".sql")))
    counted: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        delivered = readings.limit_in(row)
        limit, missing = in_force(row["item_code"], row["product"], row["basis"], row["day"])
        state = "not_covered" if limit is None else "agrees" if same(delivered, standard_limit(limit)) else "differs"
        shown = row["limit_text"] or printed(delivered)
        in_table = printed(standard_limit(limit)) if limit is not None else None
        standard = None if limit is None else limit.standard if limit.standard_evidence == "printed" else f"{limit.standard}（推定）"
        counted[state, row["item_name"], row["basis"], shown, in_table, standard, missing] += row["n_results"]
    found = [Cited._make((*key, n)) for key, n in counted.items()]
    order = list(STATES)
    return sorted(found, key=lambda one: (order.index(one.state), -one.n_results, one.item_name, one.limit, str(one)))


@click.command()
@click.option("--curated", type=click.Path(path_type=Path, file_okay=False), default=Path("data/curated"), show_default=True)
@click.option("--state", type=click.Choice(list(STATES)), help="only these")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
def limits(curated: Path, state: str | None, as_json: bool) -> None:
    """The limits that the latest release cites: which the reference table has, which differ from it, which it does not have.

    A limit of the table is held against a delivered one only where item, whole product name, standard and date say that it applies.
    推定: its source prints the limit without the standard, which was assigned to it.
    """
    release = latest(curated)
    if release is None:
        raise click.ClickException(f"{curated} 中还没有发布")
    found = [one for one in cited_limits(release.database) if state is None or one.state == state]
    if as_json:
        click.echo(json.dumps([one._asdict() for one in found], ensure_ascii=False, indent=1))
        return
    from qmon.screen import table

    table(
        ("状态", "项目", "判定依据", "标准值", "表内限量", "表内标准", "未收录原因", "结果数"),
        [(STATES[one.state], *one[1:6], MISSING[one.missing] if one.missing else None, one.n_results) for one in found],
        right=[7],
    )
    counts = Counter[str]()
    for one in found:
        counts[one.state] += one.n_results
    click.echo("，".join(f"{STATES[name]} {counts[name]:,} 项次" for name in STATES if counts[name]) or "没有标准值")
