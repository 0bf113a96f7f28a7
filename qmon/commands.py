"""Commands of the operator: run a night, list findings, sources, indicators and the dictionary."""

import datetime
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from qmon import night, side_by_side
from qmon.dictionary import EXPECTATIONS, dictionary, to_markdown
from qmon.exchange.commands import SOURCES
from qmon.settings import Settings
from qmon.sources.contract import CADENCES
from qmon.tracing import CURATED, JSON


@click.command()
@click.option(
    "--raw",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path("data/raw"),
    show_default=True,
    help="where deliveries lie",
)
@CURATED
@SOURCES
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]),
    help="what to take for now (UTC unless it says otherwise)",
)
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="what sums the cells")
@click.option("--spark-master", metavar="URL", default="local[*]", show_default=True, help="the cluster, with --engine spark")
@click.option("--dry-run", is_flag=True, help="say what would happen, write nothing")
@JSON
def run(
    raw: Path,
    curated: Path,
    folders: tuple[Path, ...],
    as_of: datetime.datetime | None,
    engine: str,
    spark_master: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """One night: take in what is new, check it, release it."""
    if as_of is not None and as_of.tzinfo is None:
        as_of = as_of.replace(tzinfo=datetime.UTC)
    settings = Settings(raw, curated, folders, as_of, spark_master=spark_master if engine == "spark" else None)
    if dry_run:
        outcome = night.rehearse(settings)
    else:
        from qmon.screen import progress

        with progress() as shown:
            outcome = side_by_side.run(settings, shown)
    if as_json:
        click.echo(json.dumps(outcome._asdict(), ensure_ascii=False, indent=1, default=str))
    else:
        from qmon.screen import show

        show(outcome, curated)
    sys.exit(outcome.exit_code)


@click.command()
@click.option("--open", "only_open", is_flag=True, help="only what waits for an answer")
@click.option("--code", help="only this rule")
@click.option("--limit", default=50, show_default=True, help="how many rows to print; 0 for all")
@click.option("--xlsx", "book", type=click.Path(path_type=Path, dir_okay=False), help="write them to a workbook in which to decide")
@CURATED
@JSON
def findings(only_open: bool, code: str | None, limit: int, book: Path | None, curated: Path, as_json: bool) -> None:
    """What is wrong in the latest release, gravest first. With --open --xlsx: the list to fill in and drop into data/raw/decision/."""
    from qmon.findings import rules
    from qmon.release.reading import list_findings

    if code is not None and code not in rules():
        raise click.ClickException(f"没有规则 {code}；有：{'、'.join(rules())}")
    if book is not None:
        from qmon.exchange import waiting

        rows, total = list_findings(curated, only_open, code, waiting.MOST)
        rest = f"，其余 {total - len(rows):,} 条待这些处理后再列" if total > len(rows) else ""
        click.echo(f"{book}：{waiting.write(book, rows)} 条{rest}")
        return
    rows, total = list_findings(curated, only_open, code, None if as_json else limit or None)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    from qmon.screen import table

    columns = ("finding_id", "acts_on", "file", "sheet", "row_no", "message", "found_text")
    table(("发现编号", "作用", "文件", "表", "行", "说明", "原值"), [tuple(row[name] for name in columns) for row in rows])
    click.echo(f"共 {total} 条，列出 {len(rows)} 条")


@click.command()
@SOURCES
@JSON
def sources(folders: tuple[Path, ...], as_json: bool) -> None:
    """The sources: who delivers, for which domain, how often."""
    from qmon import sources as registry

    rows = [
        (source.name, source.title, source.domain, source.supplier, source.cadence, len(source.records))
        for source in registry.sources(folders).values()
    ]
    words = {"领域": dictionary().fields["domain"].allowed or {}, "频次": CADENCES}
    _list(("来源", "名称", "领域", "提供单位", "频次", "记录种类"), rows, as_json, words)


@click.command()
@click.option("--write", is_flag=True, help="write docs/indicators.md anew")
@JSON
def indicators(write: bool, as_json: bool) -> None:
    """The indicators: what each published number counts."""
    from qmon import indicators as registry
    from qmon.indicators import page

    if write:
        page.PAGE.write_text(page.to_markdown(registry.indicators()), encoding="utf-8")
        click.echo(str(page.PAGE))
        return
    known, fields = registry.indicators().values(), dictionary().fields
    rows = [(one.name, one.title, one.domain, one.unit_counted, one.verdict, one.audience, one.version) for one in known]
    words = {"领域": fields["domain"].allowed or {}, "范围": fields["audience"].allowed or {}}
    words["判定"] = {one.verdict: fields[one.verdict_column].zh for one in known}
    _list(("指标", "名称", "领域", "统计单位", "判定", "范围", "版本"), rows, as_json, words)


@click.command(name="dictionary")
@click.option("--write", is_flag=True, help="write DICTIONARY.md and the suites anew")
@click.option("--table", "name", help="only this table")
@JSON
def show_dictionary(write: bool, name: str | None, as_json: bool) -> None:
    """The data dictionary: every column, what it states, and what may stand there."""
    from qmon.gate.suites import GATED, path_of
    from qmon.gate.suites import as_json as suite_json

    book = dictionary()
    if write:
        (EXPECTATIONS / "DICTIONARY.md").write_text(to_markdown(book), encoding="utf-8")
        for table in GATED:
            path_of(table).parent.mkdir(exist_ok=True)
            path_of(table).write_text(suite_json(table), encoding="utf-8")
        click.echo(f"{EXPECTATIONS}：DICTIONARY.md，suites/ {len(GATED)} 个")
        return
    if name is not None and name not in book.tables:
        raise click.ClickException(f"没有表 {name}；有：{'、'.join(book.tables)}")
    tables = [book.tables[name]] if name is not None else list(book.tables.values())
    rows = [(table.name, field.name, field.zh, field.type, field.says) for table in tables for field in book.fields_of(table.name)]
    _list(("表", "列", "名称", "类型", "含义"), rows, as_json)


def _list(
    headings: tuple[str, ...], rows: list[tuple[Any, ...]], as_json: bool, words: Mapping[str, Mapping[str, str]] | None = None
) -> None:
    """Rows as JSON, or as a table; words: what the codes below a heading are on the screen."""
    if as_json:
        click.echo(json.dumps([dict(zip(headings, row, strict=True)) for row in rows], ensure_ascii=False, indent=1, default=str))
        return
    from qmon.screen import table

    said = [(words or {}).get(heading, {}) for heading in headings]
    table(headings, [[one.get(cell, cell) for one, cell in zip(said, row, strict=True)] for row in rows])
