"""qmon at the command line: run a night, explain a number, list findings, sources, indicators and the dictionary."""

import datetime
import json
import sys
from pathlib import Path
from typing import Any

import click

from qmon import as_of, cited_limits, night
from qmon.definitions import DefinitionError
from qmon.dictionary import EXPECTATIONS, dictionary, to_markdown
from qmon.exchange import commands
from qmon.night import Settings

_CURATED = click.option(
    "--curated",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data/curated"),
    show_default=True,
    help="where releases are made",
)
_DECIDED = ("answer", "new_value", "reason", "document", "decided_by", "decided_on", "valid_until")
_JSON = click.option("--json", "as_json", is_flag=True, help="print JSON")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def main() -> None:
    """From delivered files to pass rates that can be published, defended and corrected.

    Exit codes: 0 released or nothing new; 10 a definition is wrong; 11 a delivery was refused or held, the others went on;
    12 the night is invalid, the previous release stays; 14 the release failed, the previous one stays; 75 another run is at work.
    """


@main.command()
@click.option(
    "--raw",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path("data/raw"),
    show_default=True,
    help="where deliveries lie",
)
@_CURATED
@commands.SOURCES
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]),
    help="what to take for now (UTC unless it says otherwise)",
)
@click.option("--dry-run", is_flag=True, help="say what would happen, write nothing")
@_JSON
def run(raw: Path, curated: Path, folders: tuple[Path, ...], as_of: datetime.datetime | None, dry_run: bool, as_json: bool) -> None:
    """One night: take in what is new, check it, release it."""
    if as_of is not None and as_of.tzinfo is None:
        as_of = as_of.replace(tzinfo=datetime.UTC)
    settings = Settings(raw, curated, folders, as_of)
    if dry_run:
        outcome = night.rehearse(settings)
    else:
        from qmon.screen import progress

        with progress() as shown:
            outcome = night.run(settings, shown)
    if as_json:
        click.echo(json.dumps(outcome._asdict(), ensure_ascii=False, indent=1, default=str))
    else:
        from qmon.screen import show

        show(outcome, curated)
    sys.exit(outcome.exit_code)


@main.command()
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
@_CURATED
@commands.SOURCES
@_JSON
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
    from qmon.release import latest
    from qmon.sources import sources

    release = latest(curated)
    if release is None:
        raise click.ClickException(f"{curated} 中还没有发布")
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
    except back.NotThere as missing:
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
    for record in records:
        click.echo(f"\n{record.sample_id}  {record.what}\n  {record.file}  {record.sheet or '-'}  第 {record.row_no} 行")
        click.echo("  " + " ┊ ".join(f"{heading}={cell}" for heading, cell in record.cells.items()))


def _show_rate(content: dict[str, Any]) -> None:
    row, counts = content["rate"], content["counts"]
    same = (row["n"], row["n_fail"]) == (counts["n"], counts["n_fail"])
    click.echo(f"{row['indicator']} {row['period']}：n={row['n']} 合格={row['n_pass']} 不合格={row['n_fail']} 合格率={row['rate']}")
    click.echo(
        f"逐批清点：n={counts['n']} 不合格={counts['n_fail']}（与发布{'一致' if same else '不一致'}），样品 {len(content['samples'])} 批次"
    )


@main.command()
@click.option("--open", "only_open", is_flag=True, help="only what waits for an answer")
@click.option("--code", help="only this rule")
@click.option("--limit", default=50, show_default=True, help="how many rows to print; 0 for all")
@click.option("--xlsx", "book", type=click.Path(path_type=Path, dir_okay=False), help="write them to a workbook in which to decide")
@_CURATED
@_JSON
def findings(only_open: bool, code: str | None, limit: int, book: Path | None, curated: Path, as_json: bool) -> None:
    """What is wrong in the latest release, gravest first. With --open --xlsx: the list to fill in and drop into data/raw/decision/."""
    from qmon.release.reading import list_findings

    rows = list_findings(curated, only_open, code)
    if book is not None:
        from qmon.exchange import waiting

        click.echo(f"{book}：{waiting.write(book, rows)} 条")
        return
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    from qmon.screen import table

    shown = rows[: limit or None]
    table(
        ("发现编号", "作用", "文件", "表", "行", "说明", "原值"),
        [
            (
                row["finding_id"],
                row["acts_on"],
                row["file"],
                row["sheet"],
                row["row_no"],
                row["message"],
                row["found_text"],
            )
            for row in shown
        ],
    )
    click.echo(f"共 {len(rows)} 条，列出 {len(shown)} 条")


@main.command()
@commands.SOURCES
@_JSON
def sources(folders: tuple[Path, ...], as_json: bool) -> None:
    """The sources: who delivers, for which domain, how often."""
    from qmon import sources as registry

    rows = [
        (source.name, source.title, source.domain, source.supplier, source.cadence, len(source.records))
        for source in _defined(registry.sources, folders).values()
    ]
    _list(("来源", "名称", "领域", "提供单位", "频次", "记录种类"), rows, as_json)


@main.command()
@_JSON
def indicators(as_json: bool) -> None:
    """The indicators: what each published number counts."""
    from qmon import indicators as registry

    rows = [
        (one.name, one.title, one.domain, one.unit_counted, one.verdict, one.audience, one.version)
        for one in _defined(registry.indicators).values()
    ]
    _list(("指标", "名称", "领域", "统计单位", "判定", "范围", "版本"), rows, as_json)


@main.command(name="dictionary")
@click.option("--write", is_flag=True, help="write DICTIONARY.md and the suites anew")
@click.option("--table", "name", help="only this table")
@_JSON
def show_dictionary(write: bool, name: str | None, as_json: bool) -> None:
    """The data dictionary: every column, what it states, and what may stand there."""
    from qmon.gate.suites import GATED, path_of
    from qmon.gate.suites import as_json as suite_json

    book = _defined(dictionary)
    if write:
        (EXPECTATIONS / "DICTIONARY.md").write_text(to_markdown(book), encoding="utf-8")
        for table in GATED:
            path_of(table).parent.mkdir(exist_ok=True)
            path_of(table).write_text(suite_json(table), encoding="utf-8")
        click.echo(f"{EXPECTATIONS}：DICTIONARY.md，suites/ {len(GATED)} 个")
        return
    tables = [book.tables[name]] if name in book.tables else list(book.tables.values())
    rows = [(table.name, field.name, field.zh, field.type, field.says) for table in tables for field in book.fields_of(table.name)]
    _list(("表", "列", "名称", "类型", "含义"), rows, as_json)


def _defined(read: Any, *arguments: Any) -> Any:
    """What a definition file holds; a mistake in it is exit 10 with file and line."""
    try:
        return read(*arguments)
    except DefinitionError as error:
        click.echo(f"定义有误：{error}", err=True)
        sys.exit(10)


def _list(headings: tuple[str, ...], rows: list[tuple[Any, ...]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([dict(zip(headings, row, strict=True)) for row in rows], ensure_ascii=False, indent=1, default=str))
        return
    from qmon.screen import table

    table(headings, rows)


for _command in (commands.check, commands.contract, commands.new_source, as_of.pass_rate, cited_limits.limits):
    main.add_command(_command)


if __name__ == "__main__":
    main()
