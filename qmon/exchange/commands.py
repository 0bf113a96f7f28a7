"""The supplier's side at the command line: check a file, hand over a contract, propose a source."""

import sys
from pathlib import Path

import click

from qmon.files import Refused
from qmon.settings import Settings
from qmon.sources import sources

SOURCES = click.option(
    "--sources",
    "folders",
    type=click.Path(path_type=Path, file_okay=False),
    multiple=True,
    help="a further folder of sources (repeatable)",
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--source", "name", help="of which source the file is; without it the one whose headings it has")
@SOURCES
def check(file: Path, name: str | None, folders: tuple[Path, ...]) -> None:
    """Say what would become of FILE if it were delivered. Nothing is written. Exit 0 accepted, 11 refused or held."""
    from qmon.exchange import checking

    known = sources(folders)
    if name is not None and name not in known:
        raise click.ClickException(f"没有来源 {name}；现有：{', '.join(known)}")
    source = known[name] if name is not None else checking.source_of(file, known)
    if source is None:
        raise click.ClickException(f"{file.name} 的表头不属于任何来源；可用 qmon new-source 名称 --from {file} 起草一个")
    checked = checking.check(Settings(file.parent, file.parent, folders), file, source)
    click.echo(checked.page, nl=False)
    sys.exit(11 if checked.delivery["delivery_status"] in ("refused", "held") else 0)


@click.command()
@click.argument("name", metavar="SOURCE")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("contracts"), show_default=True)
@SOURCES
def contract(name: str, folder: Path, folders: tuple[Path, ...]) -> None:
    """Write what is handed to the supplier of SOURCE: the data contract (ODCS YAML), the template (xlsx), the page in Chinese (HTML)."""
    from qmon.exchange import handover

    known = sources(folders)
    if name not in known:
        raise click.ClickException(f"没有来源 {name}；现有：{', '.join(known)}")
    for path in handover.write(folder, known[name]):
        click.echo(path)


@click.command(name="new-source")
@click.argument("name")
@click.option("--from", "file", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=True, help="a file of the new kind")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("sources"), show_default=True)
@SOURCES
def new_source(name: str, file: Path, folder: Path, folders: tuple[Path, ...]) -> None:
    """Propose a source NAME for files that look like --from: a source.yml, a fixture and what must come of it."""
    from qmon.exchange import proposal

    if (folder / name / "source.yml").exists():
        raise click.ClickException(f"{folder / name / 'source.yml'} 已存在")
    if not name.isidentifier():
        raise click.ClickException(f"{name} 不能作名称：请用字母、数字和下划线")
    try:
        proposed = proposal.propose(file, name, sources(folders))
        written = proposal.write(folder, file, name, proposed)
    except Refused as refused:
        raise click.ClickException(f"{file}：{refused}") from None
    for path in written:
        click.echo(path)
    click.echo(f"对应 {len(proposed.mapped)} 列，待定 {len(proposed.left)} 列：{'、'.join(proposed.left) or '无'}")
    click.echo(f"请看一遍标有 CHECK 的行，然后：qmon check {file} --source {name} --sources {folder}")
