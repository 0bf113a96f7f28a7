"""release: a folder with qmon.duckdb, tables for people and a manifest, built aside, verified, and made `latest` by one rename."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from qmon.engine import connect, fetch_one

KEEP = 10  # the newest releases that stay; beyond them the last of each month stays
DATABASE = "qmon.duckdb"
_PIECE = 1 << 26


class ReleaseError(Exception):
    """The release could not be made (exit 14), or breaks an invariant (exit 12); the previous one stays."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class NotThere(Exception):
    """What was asked for is not in the release, or the release is not there. The text says what is."""


class Release(NamedTuple):
    """A release on the disk."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @property
    def manifest(self) -> dict[str, Any]:
        """What is in the release. Raises ReleaseError 14 where that cannot be read."""
        path = self.folder / "manifest.json"
        try:
            content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ReleaseError(f"清单已损坏，无法读取：{path}（{error}）；请从备份恢复", 14) from error
        if not {"release", "known", "definitions", "inputs", "files", "rows"} <= content.keys():
            raise ReleaseError(f"清单不完整：{path}；请从备份恢复", 14)
        return content


def latest(curated: Path) -> Release | None:
    """The release that `latest` points at, or None where none was made. Raises ReleaseError 14 where one was, and cannot be found: what
    was stated before is in it alone."""
    link = curated / "latest"
    if link.exists():
        return Release(link.resolve())
    made = sorted(path.parent.name for path in (curated / "releases").glob("[!.]*/manifest.json"))
    if made or link.is_symlink():
        there = f"现有的发布：{'、'.join(made[-3:])}" if made else "releases/ 下没有发布，请从备份恢复"
        raise ReleaseError(f"latest 指向的发布不在：{link}；请让它指向最近一次发布（{there}）", 14)
    return None


def find(curated: Path, wanted: str) -> Release:
    """The release on the disk that `wanted` means. Raises NotThere: swept since, never made, or more than one."""
    newest = latest(curated)
    if not wanted:
        raise NotThere("须说明是哪一次发布：latest 或编号的开头")
    if wanted == "latest":
        if newest is None:
            raise NotThere(f"{curated} 中还没有发布")
        return newest
    folders = sorted(path for path in (curated / "releases").glob("[!.]*") if (path / "manifest.json").exists())
    found = [Release(path) for path in folders if path.name.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotThere(f"{wanted} 不止一个：{'、'.join(release.folder.name for release in found)}")
    followers = [path.name for path in folders if str(Release(path).manifest["previous"]).startswith(wanted)]
    if followers:
        raise NotThere(f"发布 {wanted} 已按保留期限清除（其后的发布 {followers[0]} 记有它），清单不在，无法重做")
    raise NotThere(f"没有发布 {wanted}（可能已按保留期限清除）；现有：{'、'.join(path.name for path in folders) or '无'}")


def verify(release: Release, written: bool = False) -> None:
    """Open the database alone and hold every file against the manifest; files that were `written` and hashed just now are not read
    again. Raises ReleaseError 14."""
    manifest = release.manifest
    for name, digest in manifest["files"].items():
        if not written and sha256_of(release.folder / name) != digest:
            raise ReleaseError(f"文件 {name} 与清单不符", 14)
    with connect(release.database, read_only=True) as connection:
        for table, count in manifest["rows"].items():
            if fetch_one(connection, f'SELECT count(*) FROM "{table}"') != (count,):
                raise ReleaseError(f"表 {table} 的行数与清单不符", 14)


def flip(curated: Path, folder: Path) -> None:
    """Make `latest` point at `folder` by one rename: readers see the old or the new release, whole."""
    link = curated / ".latest.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / folder.name)
    link.replace(curated / "latest")


def sweep(curated: Path) -> None:
    """Remove what cut-short nights left behind, and releases beyond retention: the newest KEEP, the last of each month and what was
    published stay."""
    for path in (curated / "releases").glob(".*"):
        shutil.rmtree(path, ignore_errors=True)
    if (curated / "staging").exists():
        # Away by one rename: a process that is still at work there, on another machine, fails and moves nothing half removed.
        shutil.rmtree((curated / "staging").rename(curated / "releases" / ".staging"), ignore_errors=True)
    for path in (curated / "kept").glob("*.part"):
        path.unlink()
    current = latest(curated)
    found = sorted(
        (path for path in (curated / "releases").glob("*") if path.is_dir() and not path.name.startswith(".")),
        reverse=True,
    )
    published = {entry["release"] for entry in published_releases(curated)}
    stays = {*found[:KEEP], *(path for path in found if path.name in published)}
    months: set[str] = set()
    for path in found:
        if path.name[:6] not in months:
            months.add(path.name[:6])
            stays.add(path)
    for path in found:
        if path not in stays and (current is None or path != current.folder):
            shutil.rmtree(path)


def published_releases(curated: Path) -> list[dict[str, Any]]:
    """The register of what was signed off, oldest first. Raises ReleaseError 14 where it cannot be read."""
    path = curated / "published.jsonl"
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    except ValueError as error:
        raise ReleaseError(f"签发登记已损坏，无法读取：{path}（{error}）；请更正该行或从备份恢复", 14) from error


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        # In large pieces: after each, a busy thread may keep this one waiting. In one place: new memory costs more than the hash.
        piece = memoryview(bytearray(min(_PIECE, path.stat().st_size)))
        while n := file.readinto(piece):
            digest.update(piece[:n])
    return digest.hexdigest()
