"""raw: what lies in data/raw. Each file is hashed, copied into our own store and given a receipt; nothing there is ever changed."""

import datetime
import errno
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from qmon.findings import Place, finding

_NO_SUCH_COPY = (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)  # between two file systems, or on one that knows none


class Receipt(NamedTuple):
    """One delivery: a file as it was received. Kept as JSON in curated/received/, so that a night cut short keeps its order."""

    delivery_id: str
    source: str
    file: str
    sha256: str
    bytes: int
    received_at: str
    sequence: int
    duplicate_of: str | None = None
    supersedes: str | None = None

    @property
    def moment(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.received_at)


class Survey(NamedTuple):
    """What the raw folder holds tonight: all receipts, those of tonight, and what is said about files that make no delivery."""

    receipts: list[Receipt]
    new: list[Receipt]
    notes: list[dict[str, object]]


class Store(NamedTuple):
    """The folders of the curated side that hold bytes and receipts."""

    curated: Path

    def kept(self, sha256: str) -> Path:
        return self.curated / "kept" / sha256

    @property
    def received(self) -> Path:
        return self.curated / "received"

    def receipts(self) -> list[Receipt]:
        """Every receipt so far, in the order in which the files came."""
        read = [Receipt(**json.loads(path.read_text(encoding="utf-8"))) for path in self.received.glob("*.json")]
        return sorted(read, key=lambda receipt: receipt.sequence)


def survey(raw: Path, store: Store, known_sources: Iterable[str], now: datetime.datetime, rest_seconds: int, keep: bool = True) -> Survey:
    """Look at every file below `raw`/<source>/: known, new, re-delivered or duplicate, by content.

    A file counts once it has not changed for `rest_seconds` and does not change while it is copied; else it waits (F06).
    Files below a folder that no source describes are named (F10). With keep=False nothing is written (a dry run).
    """
    receipts = store.receipts()
    latest_of_path = {(receipt.source, receipt.file): receipt for receipt in receipts}
    first_of_bytes = {(receipt.source, receipt.sha256): receipt for receipt in reversed(receipts)}
    new: list[Receipt] = []
    notes: list[dict[str, object]] = []
    names = set(known_sources)
    files = {path.relative_to(raw).as_posix(): path for path in _files(raw)}
    ours = [file for file in files if file.split("/")[0] in names]
    with ThreadPoolExecutor(os.cpu_count()) as every:
        digests = dict(zip(ours, every.map(lambda file: _keep(files[file], store, rest_seconds, keep), ours), strict=True))
    for file, path in files.items():
        source = file.split("/")[0]
        place = Place(delivery_id="", file=file)
        if source not in names:
            notes.append(finding("F10", place, f"文件夹 {source} 没有对应的来源"))
            continue
        digest = digests[file]
        if digest is None:
            notes.append(finding("F06", place, "文件在最近两分钟内仍有变化，留待下次接收"))
            continue
        before = latest_of_path.get((source, file))
        if before is not None and before.sha256 == digest:
            continue
        sequence = len(receipts) + len(new) + 1
        twin = first_of_bytes.get((source, digest))
        identity = "|".join((file, digest, before.delivery_id if before is not None else ""))
        receipt = Receipt(
            delivery_id=f"{source}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}",
            source=source,
            file=file,
            sha256=digest,
            bytes=path.stat().st_size,
            received_at=now.isoformat(),
            sequence=sequence,
            duplicate_of=twin.delivery_id if twin is not None and twin.file != file else None,
            supersedes=before.delivery_id if before is not None else None,
        )
        latest_of_path[source, file] = receipt
        first_of_bytes.setdefault((source, digest), receipt)
        new.append(receipt)
    if keep:
        for receipt in new:
            write_whole(
                store.received / f"{receipt.delivery_id}.json",
                json.dumps(receipt._asdict(), ensure_ascii=False, indent=1).encode(),
            )
    return Survey([*receipts, *new], new, notes)


def _files(raw: Path) -> Iterator[Path]:
    """Delivered files in a fixed order; editors' lock files and hidden files are not deliveries, links are not followed."""
    for path in sorted(raw.rglob("*")):
        parts = path.relative_to(raw).parts
        if len(parts) > 1 and path.is_file() and not path.is_symlink() and not any(part.startswith((".", "~$")) for part in parts):
            yield path


def _keep(path: Path, store: Store, rest_seconds: int, keep: bool) -> str | None:
    """Hash the file and keep its bytes under the hash; None while it is still being written."""
    before = path.stat()
    if rest_seconds and datetime.datetime.now().timestamp() - before.st_mtime < rest_seconds:
        return None
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if keep and not store.kept(digest).exists():
        target = store.kept(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Files of the same bytes may be kept at the same time.
        part = target.with_name(f"{digest}-{threading.get_ident()}.part")
        copy_file(path, part)
        part.chmod(0o600)  # the bytes hold personal columns: they are the operator's own
        with part.open("rb+") as copy, ThreadPoolExecutor(1) as beside:
            synced = beside.submit(os.fsync, copy.fileno())
            digest_of_copy = hashlib.file_digest(copy, "sha256").hexdigest()
            synced.result()
        if digest_of_copy != digest:
            part.unlink()
            return None
        part.replace(target)
    after = path.stat()
    return digest if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) else None


def copy_file(source: Path, target: Path) -> None:
    """Copy the bytes of a file. Where the file system can (XFS, Btrfs), both share them until one is changed, which takes no time."""
    if hasattr(os, "copy_file_range"):
        with source.open("rb") as there, target.open("wb") as here:
            try:
                while os.copy_file_range(there.fileno(), here.fileno(), 1 << 30):
                    pass
                return
            except OSError as error:
                if error.errno not in _NO_SUCH_COPY:
                    raise
    shutil.copyfile(source, target)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
