"""Signing a release off at the command line."""

import datetime
import json
from pathlib import Path

import click

from qmon.release import NotThere, ReleaseError, published_releases
from qmon.release.publishing import publish
from qmon.tracing import CURATED, JSON


@click.command("publish")
@click.argument("release", required=False)
@click.option("--by", "signed_by", help="who signs")
@click.option("--document", help="number of the document by which it is published (文号)")
@CURATED
@JSON
def command(release: str | None, signed_by: str | None, document: str | None, curated: Path, as_json: bool) -> None:
    """Sign RELEASE off (its id, the beginning of it, or latest); without RELEASE, show what was signed off when, by whom."""
    if release is None:
        entries = published_releases(curated)
        if as_json:
            click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
            return
        from qmon.screen import table

        headings = ("发布", "签发人", "文号", "签发时间（UTC）", "公开文件")
        rows = [(one["release"], one["signed_by"], one["document"], one["published_at"][:16], len(one["files"])) for one in entries]
        table(headings, rows, right=(4,))
        return
    try:
        entry = publish(curated, release, signed_by or "", document or "", datetime.datetime.now(datetime.UTC))
    except (NotThere, ReleaseError) as refused:
        raise click.ClickException(str(refused)) from None
    if as_json:
        click.echo(json.dumps(entry, ensure_ascii=False, indent=1))
    else:
        click.echo(f"已签发 {entry['release']}：{entry['signed_by']}，{entry['document']}")
        click.echo(f"公开文件 {len(entry['files'])} 个，见 {curated / 'published'}")
