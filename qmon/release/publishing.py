"""Publishing (发布签发): who signed a release off, by which document; what was signed stays, and can be proved unchanged."""

import datetime
import json
import os
from pathlib import Path
from typing import Any

from qmon.release import NotThere, Release, published_releases, sha256_of, verify


def publish(curated: Path, beginning: str, signed_by: str, document: str, moment: datetime.datetime) -> dict[str, Any]:
    """Enter the release whose id begins with `beginning` (or is latest) into the register, with the hashes of its public files, and make
    curated/published point at them. Raises NotThere where there is no such release, none of its tables is public, or nobody signs;
    ReleaseError 14 where one of its files was changed since it was made."""
    if not signed_by.strip() or not document.strip():
        raise NotThere("签发须有签发人和文号")
    release = _found(curated, beginning)
    verify(release)
    public = release.folder / "public"
    files = {path.relative_to(public).as_posix(): sha256_of(path) for path in sorted(public.rglob("*")) if path.is_file()}
    if not files:
        raise NotThere(f"发布 {release.folder.name} 没有公开的表")
    entry = {
        "release": release.folder.name,
        "signed_by": signed_by.strip(),
        "document": document.strip(),
        "published_at": moment.isoformat(),
        "files": files,
    }
    with (curated / "published.jsonl").open("a", encoding="utf-8") as register:
        register.write(json.dumps(entry, ensure_ascii=False) + "\n")
        register.flush()
        os.fsync(register.fileno())
    link = curated / ".published.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / release.folder.name / "public")
    link.replace(curated / "published")
    return entry


def register(curated: Path) -> list[dict[str, Any]]:
    """Every entry, oldest first."""
    return published_releases(curated)


def _found(curated: Path, beginning: str) -> Release:
    if beginning == "latest":
        link = curated / "latest"
        found = [link.resolve()] if link.exists() else []
    else:
        found = sorted(path for path in (curated / "releases").glob(f"{beginning}*") if path.is_dir())
    if len(found) != 1:
        raise NotThere(f"{'没有' if not found else '不止一个'}以 {beginning} 开头的发布")
    return Release(found[0])
