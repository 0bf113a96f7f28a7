"""Rates over the two time axes at the command line: as known on a day, as in force on a day."""

import datetime
import json
from pathlib import Path
from typing import Any

import click

from qmon.dictionary import dictionary
from qmon.engine import connect, fetch_dicts
from qmon.indicators import indicators
from qmon.release import Release, latest
from qmon.sql import read_sql

HERE = Path(__file__).parent
_DAY = click.DateTime(formats=["%Y-%m-%d"])


def rates(
    release: Release, indicator: str, period: str | None, known_on: datetime.date | None, in_force_on: datetime.date | None
) -> list[dict[str, Any]]:
    """The totals of an indicator by period and task level, as known by the end of `known_on` in Shanghai (None: now) and as in force on
    `in_force_on` (None: by the final conclusion). Columns: period, task_level, n, n_pass, n_fail, n_held, rate (a fraction)."""
    asked = {"indicator": indicator, "period": period, "known_on": known_on, "in_force_on": in_force_on}
    with connect(release.database, read_only=True) as connection:
        return fetch_dicts(connection, read_sql(HERE / "as_of.sql"), asked)


@click.command("pass-rate")
@click.argument("indicator")
@click.option("--period", help="2024-03, 2024-Q1 or 2024; without it every one")
@click.option("--known", type=_DAY, help="as known by the end of this day, Shanghai; without it as known now")
@click.option("--in-force", type=_DAY, help="by the verdicts in force on this day; without it by the final conclusions")
@click.option("--curated", type=click.Path(path_type=Path, file_okay=False), default=Path("data/curated"), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="print JSON")
def pass_rate(
    indicator: str,
    period: str | None,
    known: datetime.datetime | None,
    in_force: datetime.datetime | None,
    curated: Path,
    as_json: bool,
) -> None:
    """The rates of INDICATOR as they stand, as they were known on a day, or as they were in force on a day."""
    release = latest(curated)
    if release is None:
        raise click.ClickException(f"{curated} 中还没有发布")
    if indicator not in indicators():
        raise click.ClickException(f"没有指标 {indicator}；有：{'、'.join(indicators())}")
    rows = rates(release, indicator, period, known.date() if known else None, in_force.date() if in_force else None)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    from qmon.screen import table

    asked = "，".join(
        (f"截至 {known:%Y-%m-%d} 所知" if known else "按现在所知", f"按 {in_force:%Y-%m-%d} 有效的结论" if in_force else "按最终结论")
    )
    table(
        ("期间", "任务级别", "检验数", "合格数", "不合格数", "暂缓数", "合格率(%)"),
        [
            (
                row["period"] or "不详",
                dictionary().word("task_level", row["task_level"]),
                *(row[name] for name in ("n", "n_pass", "n_fail", "n_held")),
                "" if row["rate"] is None else f"{100 * row['rate']:.2f}",
            )
            for row in rows
        ],
        title=f"{indicator}：{asked}",
        right=range(2, 7),
    )
