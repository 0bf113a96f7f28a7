"""Tracing at the command line: from a number back to its cells, from a delivery forward to its numbers, a release made once more."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from qmon.exchange import commands
from qmon.release import NotThere, Release, latest

CURATED = click.option(
    "--curated",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data/curated"),
    show_default=True,
    help="where releases are made",
)
_DECIDED = ("answer", "new_value", "reason", "document", "decided_by", "decided_on", "valid_until")
JSON = click.option("--json", "as_json", is_flag=True, help="print JSON")


@click.command()
@click.argument("what")
@click.option("--period", help="2024-03, 2024-Q1 or 2024")
@click.option("--region", help="name of the place, as in pass_rate")
@click.option("--category", help="name of the category, as in pass_rate")
@click.option("--stage", help="code of the stage")
@click.option("--channel", help="offline or online")
@click.option("--task-level", help="national, provincial, prefecture or county")
@click.option(
    "--show",
    default=20,
    show_default=True,
    help="how many samples to show with their cells, failing ones first; 0 for all",
)
@CURATED
@commands.SOURCES
@JSON
def explain(
    what: str,
    period: str | None,
    show: int,
    curated: Path,
    folders: tuple[Path, ...],
    as_json: bool,
    **dimensions: str | None,
) -> None:
    """WHAT is an indicator (with --period) or the number of a finding: the samples behind it, and their cells in the delivered files."""
    from qmon import explain as back
    from qmon.sources import sources

    release = _latest(curated)
    try:
        if period is None:
            found, records = back.finding(release, curated, sources(folders), what)
            content: dict[str, Any] = {"finding": found, "records": [record._asdict() for record in records]}
        else:
            given = {name: text for name, text in dimensions.items() if text is not None}
            explained = back.rate(release, curated, sources(folders), what, period, given, show or 10**9)
            content, records = (
                explained._asdict() | {"records": [record._asdict() for record in explained.records]},
                explained.records,
            )
    except NotThere as missing:
        raise click.ClickException(str(missing)) from None
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False, indent=1, default=str))
        return
    if period is None:
        for name in (
            "finding_id",
            "code",
            "title",
            "severity",
            "acts_on",
            "finding_status",
            "file",
            "sheet",
            "row_no",
            "column_name",
            "found_text",
            "message",
            "remedy",
            *(name for name in _DECIDED if content["finding"]["answer"] is not None),
        ):
            click.echo(f"{name:15} {content['finding'][name] if content['finding'][name] is not None else ''}")
    else:
        _show_rate(content)
        for decision in content["decisions"]:
            click.echo(
                f"决定 {decision['sample_id']}（{decision['finding_id']}）："
                + "，".join(str(decision[name]) for name in _DECIDED if decision.get(name))
            )
        for event in content["events"]:
            _show_event(event)
    for record in records:
        click.echo(f"\n{record.sample_id}  {record.what}\n  {record.file}  {record.sheet or '-'}  第 {record.row_no} 行")
        if record.cells is None:
            click.echo("  （本账户无权读取保存的原件，单元格从略）")
        else:
            click.echo("  " + " ┊ ".join(f"{heading}={cell}" for heading, cell in record.cells.items()))


def _show_event(event: dict[str, Any]) -> None:
    from qmon.dictionary import dictionary

    fields = dictionary().fields
    kind = (fields["event_kind"].allowed or {}).get(event["event_kind"], event["event_kind"])
    verdict = (fields["item_verdict"].allowed or {}).get(event["item_verdict"])
    told = (event["item_name"], event["value_text"], verdict, event["happened_on"], event["document"], event["reason"])
    effect = "生效" if event["takes_effect"] else f"未生效：{event['no_effect_says']}"
    click.echo(f"事件 {event['sample_id']} {kind}（{effect}）：" + "，".join(str(one) for one in told if one is not None))


def _show_rate(content: dict[str, Any]) -> None:
    row, counts = content["rate"], content["counts"]
    same = (row["n"], row["n_fail"]) == (counts["n"], counts["n_fail"])
    click.echo(f"{row['indicator']} {row['period']}：n={row['n']} 合格={row['n_pass']} 不合格={row['n_fail']} 合格率={row['rate']}")
    click.echo(
        f"逐批清点：n={counts['n']} 不合格={counts['n_fail']}（与发布{'一致' if same else '不一致'}），样品 {len(content['samples'])} 批次"
    )


@click.command()
@click.argument("what", metavar="FILE")
@click.option("--limit", default=30, show_default=True, help="how many rates of each delivery to print; 0 for all")
@CURATED
@JSON
def impact(what: str, limit: int, curated: Path, as_json: bool) -> None:
    """FILE is the path as delivered, a delivery_id or a file on the disk: the numbers of the latest release that its records are in."""
    from qmon import impact as forward

    try:
        found = forward.of(_latest(curated), what)
    except NotThere as missing:
        raise click.ClickException(str(missing)) from None
    if as_json:
        click.echo(json.dumps([one._asdict() for one in found], ensure_ascii=False, indent=1, default=str))
        return
    from qmon.dictionary import dictionary
    from qmon.screen import table

    book = dictionary()
    for one in found:
        click.echo(
            f"{one.delivery['file']}（{one.delivery['delivery_id']}，{one.delivery['received_at']} UTC，"
            f"{book.word('delivery_status', one.delivery['delivery_status'])}）"
        )
        described = sum(sample["described"] is True for sample in one.samples)
        earlier = sum(sample["described"] is False for sample in one.samples)
        items, older = (sum(sample[name] for sample in one.samples) for name in ("n_items", "n_items_superseded"))
        click.echo(
            f"涉及样品 {len(one.samples):,} 批次：样品记录现行 {described:,}、已被取代 {earlier:,}；"
            f"检验结果现行 {items:,}、已被取代 {older:,}；决定 {len(one.decisions):,} 条"
        )
        for row in one.decisions:
            state = "" if row["in_force"] else "（未生效或已失效）"
            click.echo(f"决定 {row['finding_id']} {row['sample_id'] or row['file'] or ''}：{book.word('answer', row['answer'])}{state}")
        shown = one.rates[: limit or None]
        if shown:
            table(
                (
                    "指标",
                    "期间",
                    "分组",
                    "地区",
                    "类别",
                    "环节",
                    "渠道",
                    "任务级别",
                    "所涉",
                    "其中不合格",
                    "其中暂缓",
                    "检验数",
                    "不合格数",
                    "暂缓数",
                ),
                [_rate_cells(row) for row in shown],
                right=range(8, 14),
            )
        click.echo(f"共 {len(one.rates):,} 个公布数，列出 {len(shown):,} 个\n")


@click.command()
@click.argument("release", metavar="RELEASE")
@CURATED
@commands.SOURCES
@JSON
def reproduce(release: str, curated: Path, folders: tuple[Path, ...], as_json: bool) -> None:
    """Make RELEASE (its id, the beginning of it, or latest) once more aside and compare. Exit 0 the same, 1 not so or not possible."""
    from qmon import reproduce as again
    from qmon.settings import Settings

    try:
        found = again.reproduce(Settings(curated, curated, folders), release)
    except NotThere as missing:
        raise click.ClickException(str(missing)) from None
    if as_json:
        click.echo(json.dumps(found._asdict(), ensure_ascii=False, indent=1))
    else:
        click.echo(found.sentence)
        for name in found.missing:
            click.echo(f"缺少 {name}")
        for file in found.read_otherwise:
            click.echo(f"历史中的读数与此处重读的不同（其后未重新接收）：{file}")
    sys.exit(0 if found.same else 1)


def _rate_cells(row: dict[str, Any]) -> list[object]:
    """A rate in words: what it is summed over is left empty, an unknown dimension is said."""
    from qmon.dictionary import dictionary
    from qmon.indicators import grouping_in_words

    dimensions = [(name, row[name]) for name in ("region", "category", "stage", "channel", "task_level")]
    book = dictionary()
    words = ["" if code == "ALL" else book.word(name, code) for name, code in dimensions]
    grouping = grouping_in_words(row["grouping"])
    counts = [row[name] for name in ("delivered_n", "delivered_n_fail", "delivered_n_held", "n", "n_fail", "n_held")]
    return [row["indicator"], row["period"] or "不详", grouping, *words, *counts]


def _latest(curated: Path) -> Release:
    release = latest(curated)
    if release is None:
        raise click.ClickException(f"{curated} 中还没有发布")
    return release
