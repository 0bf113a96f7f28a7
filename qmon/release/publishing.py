"""Publishing (发布签发): who signed a release off, by which document; what was signed stays, and can be proved unchanged."""

import datetime
import json
from pathlib import Path
from typing import Any

from qmon.release import NotThere, find, published_releases, sha256_of, verify
from qmon.whole import write_whole


def publish(curated: Path, beginning: str, signed_by: str, document: str, moment: datetime.datetime) -> dict[str, Any]:
    """Enter the release whose id begins with `beginning` (or is latest) into the register, with the hashes of its public files, and make
    curated/published point at them. Raises NotThere where there is no such release, none of its tables is public, or nobody signs;
    ReleaseError 14 where one of its files was changed since it was made."""
    if not signed_by.strip() or not document.strip():
        raise NotThere("签发须有签发人和文号")
    release = find(curated, beginning)
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
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in [*published_releases(curated), entry])
    write_whole(curated / "published.jsonl", lines.encode())
    link = curated / ".published.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / release.folder.name / "public")
    link.replace(curated / "published")
    return entry
