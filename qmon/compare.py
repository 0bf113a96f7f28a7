"""Two rates beside each other at the command line: the difference with interval and word, what it is made of, or why it means nothing."""

import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import click
import duckdb

from qmon.engine import connect, fetch
from qmon.explain import definition_of, rate_row
from qmon.indicators import DIMENSIONS, Indicator
from qmon.indicators.comparing import Side, refusals
from qmon.release import NotThere, Release, find, latest
from qmon.sql import read_sql
from qmon.statistics.counts import Counts
from qmon.statistics.decomposition import Decomposition, decompose
from qmon.statistics.intervals import Interval, newcombe
from qmon.tracing import CURATED, JSON

HERE = Path(__file__).parent


class Number(NamedTuple):
    """One rate of a release: its definition there, its row of the table rate, and its counts by category."""

    side: Side
    row: dict[str, Any]
    by_category: dict[str, Counts]


class Comparison(NamedTuple):
    """refused: why the two are not compared; else the difference (a fraction), its interval, and, where counts are pooled, its parts."""

    now: Number
    then: Number
    refused: tuple[str, ...]
    difference: float | None
    interval: Interval | None
    parts: Decomposition | None


def number(release: Release, indicator: str, period: str, given: dict[str, str]) -> Number:
    """The rate of `indicator` in `period` where the dimensions are as `given`, the others summed over. Raises NotThere."""
    with connect(release.database, read_only=True) as connection:
        definition = definition_of(connection, indicator)
        row = rate_row(connection, definition, period, given)
        designs = (_designs(definition, _first_month(period)), _designs(definition, _last_month(period)))
        counts = _by_category(connection, definition, row) if definition.unit != "firm" and definition.aggregation == "pooled" else {}
    return Number(Side(definition, row["strategies_counted"] or "", designs), row, counts)


def compare(now: Number, then: Number) -> Comparison:
    """The two beside each other."""
    refused = refusals(now.side, then.side)
    if refused or now.row["rate"] is None or then.row["rate"] is None:
        return Comparison(now, then, refused or ("一方没有比率",), None, None, None)
    share = [(one.row["rate"] * one.row["n_effective"], one.row["n_effective"]) for one in (now, then)]
    parts = decompose(now.by_category, then.by_category) if now.by_category and then.by_category else None
    return Comparison(now, then, (), now.row["rate"] - then.row["rate"], newcombe(share[0], share[1]), parts)


def _by_category(connection: duckdb.DuckDBPyConnection, definition: Indicator, row: dict[str, Any]) -> dict[str, Counts]:
    """By category the units and those of the share; unknown is a category of its own."""
    given = {"indicator": definition.name, "period": row["period"], "rate_of": definition.rate_of} | {
        name: row[name] for name in DIMENSIONS
    }
    counts: dict[str, Counts] = defaultdict(lambda: (0, 0))
    for category, n, k in fetch(connection, read_sql(HERE / "compare.sql"), given):
        counts[category or "不详"] = (n, k)
    return dict(counts)


def _designs(definition: Indicator, month: str) -> int:
    return sum(since <= month for since in definition.designs)


def _first_month(period: str) -> str:
    year, _, rest = period.partition("-")
    return f"{year}-01" if not rest else f"{year}-{3 * int(rest[1]) - 2:02}" if rest.startswith("Q") else period


def _last_month(period: str) -> str:
    year, _, rest = period.partition("-")
    return f"{year}-12" if not rest else f"{year}-{3 * int(rest[1]):02}" if rest.startswith("Q") else period


@click.command("compare")
@click.argument("indicator")
@click.argument("period")
@click.argument("earlier")
@click.option("--with", "other", help="another indicator for the second number")
@click.option("--release", "stated", help="the second number as this release states it (its id, or the beginning of it)")
@click.option("--region", help="name of the place, as in rate")
@click.option("--category", help="name of the category, as in rate")
@click.option("--stage", help="code of the stage")
@click.option("--channel", help="offline or online")
@click.option("--producer-scale", help="large, medium, small or micro")
@click.option("--industry", help="division of industry, C13 to C41")
@click.option("--task-level", help="national, provincial, prefecture or county")
@CURATED
@JSON
def command(
    indicator: str, period: str, earlier: str, other: str | None, stated: str | None, curated: Path, as_json: bool, **dimensions: str | None
) -> None:
    """INDICATOR in PERIOD against EARLIER (2025, 2025-Q1, 2025-03). Exit 1 where the two are not compared, with the reason."""
    given = {name: text for name, text in dimensions.items() if text is not None}
    try:
        release = latest(curated)
        if release is None:
            raise NotThere(f"{curated} 中还没有发布")
        before = find(curated, stated) if stated is not None else release
        found = compare(number(release, indicator, period, given), number(before, other or indicator, earlier, given))
    except NotThere as missing:
        raise click.ClickException(str(missing)) from None
    _show_json(found) if as_json else _show(found)
    if found.refused:
        raise SystemExit(1)


def _show_json(found: Comparison) -> None:
    content: dict[str, Any] = {"refused": found.refused, "difference": found.difference, "interval": found.interval}
    content |= {"now": found.now.row, "then": found.then.row}
    if found.parts is not None:
        content["effects"] = {name: float(value) for name, value in found.parts._asdict().items() if isinstance(value, Fraction)}
        content["by_category"] = {
            name: {field: float(one) for field, one in part._asdict().items()} for name, part in found.parts.parts.items()
        }
    click.echo(json.dumps(content, ensure_ascii=False, indent=1, default=str))


def _show(found: Comparison) -> None:
    for one in (found.now, found.then):
        definition, row = one.side.indicator, one.row
        click.echo(
            f"{definition.title} {row['period']}：{definition.printed_rate(row) or '/'}%（n={row['n']:,}，不合格 {row['n_fail']:,}）"
        )
    if found.difference is None or found.interval is None:
        for reason in found.refused:
            click.echo(f"不可比：{reason}")
        return
    rounded = found.now.side.indicator.rounded
    low, high = (rounded(100 * Fraction(end)) for end in found.interval)
    word = "上升" if found.interval.low > 0 else "下降" if found.interval.high < 0 else "无显著变化"
    click.echo(f"变动 {rounded(100 * Fraction(found.difference))} 个百分点（95%区间 {low}～{high}）：{word}")
    if found.parts is None:
        return
    from qmon.reference.categories import category_names
    from qmon.screen import table

    parts = found.parts
    effects = (("质量", parts.rate_effect), ("结构", parts.mix_effect), ("覆盖", parts.coverage_effect))
    click.echo("其中：" + "，".join(f"{name}影响 {float(100 * effect):+.2f}" for name, effect in effects))
    names = category_names()
    rows = sorted(parts.parts.items(), key=lambda item: -abs(float(sum(item[1]))))
    counts = ((found.now.by_category.get(name, (0, 0)), found.then.by_category.get(name, (0, 0))) for name, _ in rows)
    table(
        ("类别", "n", "对比期 n", "质量", "结构", "覆盖", "合计(百分点)"),
        [
            (names.get(name, name), now[0], then[0], *(f"{float(100 * one):+.3f}" for one in part), f"{float(100 * sum(part)):+.3f}")
            for (name, part), (now, then) in zip(rows, counts, strict=True)
        ],
        right=range(1, 7),
    )
