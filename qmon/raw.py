"""raw: what lies in data/raw. What is new is hashed, copied into our own store and given a receipt; nothing there is ever changed."""

import datetime
import hashlib
import json
import os
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from qmon.findings import Place, finding
from qmon.received import Receipt, Store
from qmon.whole import copy_file, remembered, write_whole

BACK = datetime.timedelta(minutes=1)  # by which a clock may be set right without a word
SETTLED_NS = 2_000_000_000  # a file system's clock may tick so slowly that two changes bear one time


class Seen(NamedTuple):
    """A file when its bytes were read last: as long as it is so they are not read again. Times in nanoseconds; `changed` is when anything
    of the file changed, which nobody can set."""

    size: int
    modified: int
    changed: int
    inode: int
    sha256: str


class Unseen(NamedTuple):
    """Why a file is left for another night: the code of a rule, and what is said."""

    code: str
    detail: str


class Survey(NamedTuple):
    """What the raw folder holds tonight: all receipts, those of tonight, and what is said about files that make no delivery."""

    receipts: list[Receipt]
    new: list[Receipt]
    notes: list[dict[str, object]]


def survey(raw: Path, store: Store, known_sources: Iterable[str], now: datetime.datetime, rest_seconds: int, keep: bool = True) -> Survey:
    """Look at every file below `raw`/<source>/: known, new, re-delivered or duplicate, by content.

    A file counts once it has not changed for `rest_seconds` and does not change while it is copied; else it waits (F06). What may not or
    cannot be read is named (F11), and so are files below a folder that no source describes (F10). With keep=False nothing is written (a
    dry run). Raises OSError where bytes cannot be kept.

    No delivery is received before another that came before it: where the clock says so, the moment of the last one is taken (N02).
    """
    receipts = store.receipts()
    latest_of_path = {(receipt.source, receipt.file): receipt for receipt in receipts}
    first_of_bytes = {(receipt.source, receipt.sha256): receipt for receipt in reversed(receipts)}
    new: list[Receipt] = []
    notes: list[dict[str, object]] = []
    last = max((receipt.moment for receipt in receipts), default=now)
    if now <= last - BACK:
        said = f"时钟（{now:%Y-%m-%d %H:%M} UTC）早于上次接收（{last:%Y-%m-%d %H:%M} UTC），以后者计"
        notes.append(finding("N02", Place(delivery_id="", file="received/"), said))
    now = max(now, last)
    names = set(known_sources)
    files = _named(raw)
    seen = _looked_at({file: path for file, path in files.items() if file.split("/")[0] in names}, store, rest_seconds, keep)
    for file in files:
        source = file.split("/")[0]
        place = Place(delivery_id="", file=file)
        if source not in names:
            notes.append(finding("F10", place, f"文件夹 {source} 没有对应的来源"))
            continue
        look = seen[file]
        if isinstance(look, Unseen):
            notes.append(finding(look.code, place, look.detail))
            continue
        digest, before = look.sha256, latest_of_path.get((source, file))
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
            bytes=look.size,
            received_at=now.isoformat(),
            sequence=sequence,
            duplicate_of=twin.delivery_id if twin is not None and twin.file != file else None,
            supersedes=before.delivery_id if before is not None else None,
        )
        latest_of_path[source, file] = receipt
        first_of_bytes.setdefault((source, digest), receipt)
        new.append(receipt)
    if keep:
        store.add(new)
    return Survey([*receipts, *new], new, notes)


def _looked_at(files: dict[str, str], store: Store, rest_seconds: int, keep: bool) -> dict[str, Seen | Unseen]:
    """Files by name, as they are; the bytes of those that are as they were are not read."""
    memory, held, began = _remembered(store), store.held(), time.time_ns()
    known = {
        file: look for file, look in memory.items() if look.sha256 in held and file in files and _now(files[file], look.sha256) == look
    }
    others = [file for file in files if file not in known]
    with ThreadPoolExecutor(os.cpu_count()) as every:
        read = every.map(lambda file: _seen(files[file], store, rest_seconds, keep), others)
        seen = known | dict(zip(others, read, strict=True))
    settled = {file: look for file, look in seen.items() if isinstance(look, Seen) and look.changed < began - SETTLED_NS}
    if keep and settled != memory:
        write_whole(_memory(store), json.dumps(settled).encode())
    return seen


def _named(raw: Path) -> dict[str, str]:
    """Paths of delivered files by their names below `raw`. A name that is no UTF-8 is read as GB 18030, as Chinese systems wrote them;
    where it is not that either, or another file has that name, its odd bytes are spelled out."""
    paths = dict(_files(raw))
    named = {name: path for name, path in paths.items() if _is_utf_8(name)}
    for name, path in paths.items():
        if name not in named:
            spelled = os.fsencode(name).decode("gb18030", "backslashreplace")
            named[os.fsencode(name).decode("utf-8", "backslashreplace") if spelled in named else spelled] = path
    return named


def _is_utf_8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _files(folder: Path | str, below: str = "") -> Iterator[tuple[str, str]]:
    """Name and path of delivered files in a fixed order, and of folders that cannot be looked into; editors' lock files and hidden files
    are not deliveries, links are not followed."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        if below:
            yield below.removesuffix("/"), str(folder)
        elif not isinstance(error, FileNotFoundError):
            raise
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{below}{entry.name}/")
        elif below and entry.is_file(follow_symlinks=False):
            yield below + entry.name, entry.path


def _memory(store: Store) -> Path:
    """Where is written how each file was when its bytes were read. Without it all are read once more."""
    return store.curated / "seen.json"


def _remembered(store: Store) -> dict[str, Seen]:
    return remembered(_memory(store), lambda told: {file: Seen(*look) for file, look in told.items()}) or {}


def _now(path: str, digest: str) -> Seen | None:
    """A file as it is now, when its bytes had this hash; None where it is gone."""
    try:
        now = os.stat(path)
    except FileNotFoundError:
        return None
    return Seen(now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino, digest)


def _seen(path: str, store: Store, rest_seconds: int, keep: bool) -> Seen | Unseen:
    """The file as it is, its bytes kept under their hash."""
    changing = Unseen("F06", "文件在最近两分钟内仍有变化，留待下次接收")
    look = _now(path, "")
    if look is None or (rest_seconds and time.time_ns() - look.modified < rest_seconds * 10**9):
        return changing
    try:
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return changing
    except OSError as error:
        return Unseen("F11", f"无法读取：{error.strerror}")
    if keep and not store.holds(digest, look.size) and not _keep(Path(path), digest, store.kept(digest)):
        return changing
    return look._replace(sha256=digest) if _now(path, "") == look else changing


def _keep(path: Path, digest: str, target: Path) -> bool:
    """Copy the bytes of a file that had this hash; whether they still had it."""
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
        return False
    part.replace(target)
    return True
