"""A release made once more, aside, from the kept bytes and receipts that its manifest lists, and compared with what it holds."""

import datetime
import filecmp
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb

from qmon.curated import History
from qmon.engine import connect
from qmon.indicators import indicators
from qmon.intake import ingest
from qmon.received import Receipt, Store
from qmon.release import DATABASE, Release, ReleaseError, building, find, sha256_of, verify
from qmon.settings import Settings


class Reproduced(NamedTuple):
    """What came of it: `same` only where everything that was compared is equal; else what is missing, or which differ.

    differing: tables by content hash, summary files by their bytes; read_otherwise: deliveries of which the history holds other bytes
    than they come to here (read under older definitions or libraries, and not taken in anew since).
    """

    release: str
    same: bool
    sentence: str
    compared: list[str]
    differing: list[str]
    missing: list[str]
    read_otherwise: list[str]


def reproduce(settings: Settings, wanted: str) -> Reproduced:
    """Make the release `wanted` (`latest`, its id, or the beginning of it) once more. Raises NotThere where there is no such release.

    Only reads data/curated; what is made lies in a temporary folder until the end.
    """
    release = find(settings.curated, wanted)
    manifest = release.manifest
    name = str(manifest["release"])
    here = settings.definitions_hash()
    if manifest["definitions"] != here:
        sentence = f"定义与代码不同：{name} 需要 {manifest['definitions']}（版本 {manifest['code_version']}），此处为 {here}；未重做"
        return Reproduced(name, False, sentence, [], [], [f"definitions {manifest['definitions']}"], [])
    try:
        verify(release)
    except (ReleaseError, duckdb.Error, OSError) as error:
        return Reproduced(name, False, f"{name} 本身已损坏：{error}", [], [DATABASE], [], [])
    receipts, missing = _inputs(Store(settings.curated), manifest["inputs"])
    if missing:
        return Reproduced(name, False, f"{name} 缺少原始输入 {len(missing)} 件，未重做", [], [], missing, [])
    with TemporaryDirectory(prefix="qmon-reproduce-") as folder:
        aside = Path(folder)
        for receipt in receipts:
            ingest(settings, receipt, aside=aside)
        otherwise = [receipt.file for receipt in receipts if not _same_history(settings.curated, aside, receipt.delivery_id)]
        try:
            made = _made(aside, settings, release)
        except (ReleaseError, duckdb.Error) as error:
            return Reproduced(name, False, f"{name} 未能重做：{error}", [], [], [], otherwise)
    before = manifest["content"] | {file: digest for file, digest in manifest["files"].items() if file.startswith("summary.")}
    differing = sorted(one for one in made.keys() | before.keys() if made.get(one) != before.get(one))
    if differing:
        sentence = f"{name} 重做后不同：{'、'.join(differing)}"
    else:
        sentence = f"{name} 重做后相同：{len(receipts)} 件交付，{len(manifest['content'])} 张表，汇总表逐字节相同"
    return Reproduced(name, not differing, sentence, sorted(before), differing, [], otherwise)


def _inputs(store: Store, listed: list[dict[str, Any]]) -> tuple[list[Receipt], list[str]]:
    """The receipts of the deliveries that a manifest lists, in their order; and what of receipts and kept bytes is missing or damaged."""
    receipts, missing = [], []
    for row in listed:
        path, receipt = store.path(row["delivery_id"]), store.receipt(row["delivery_id"])
        if receipt is None:
            missing.append(f"received/{path.name}（{row['file']}）")
            continue
        receipts.append(receipt)
        kept = store.kept(row["sha256"])
        if receipt.sha256 != row["sha256"]:
            missing.append(f"received/{path.name}（{row['file']}，内容校验值与清单不符）")
        elif not kept.exists():
            missing.append(f"kept/{row['sha256']}（{row['file']}）")
        elif sha256_of(kept) != row["sha256"]:
            missing.append(f"kept/{row['sha256']}（{row['file']}，内容已损坏）")
    return sorted(receipts, key=lambda receipt: receipt.sequence), missing


def _same_history(curated: Path, aside: Path, delivery_id: str) -> bool:
    """Whether the history's tables of a delivery are, byte for byte, those that it comes to today."""
    kept, made = (History(folder).folder / delivery_id for folder in (curated, aside))
    names = {path.name for folder in (kept, made) if folder.exists() for path in folder.iterdir()}
    return not any(filecmp.cmpfiles(kept, made, names, shallow=False)[1:])


def _made(aside: Path, settings: Settings, release: Release) -> dict[str, str]:
    """The release made in `aside`: the content hash of each table and the hash of each summary file. Where the release before it was
    swept, its revisions are no longer derived but taken as stated."""
    folder = aside / "release"
    folder.mkdir()
    manifest = release.manifest
    previous = release.folder.with_name(manifest["previous"]) if manifest["previous"] is not None else None
    gone = previous is not None and not (previous / DATABASE).exists()
    building.tables(
        folder,
        History(aside),
        settings.known_sources(),
        indicators(),
        datetime.datetime.fromisoformat(manifest["known"]),
        Release(previous) if previous is not None and not gone else None,
        release if gone else None,
    )
    with connect(folder / DATABASE, read_only=True) as connection:
        content = building.content_hashes(connection)
    return content | {path.name: sha256_of(path) for path in folder.glob("summary.*")}
