"""gz, tar, tar.gz and zip: their members written below names of our own, counted while they are unfolded, never by what they are called."""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import IO, NamedTuple

from qmon.files.bounds import BLOCK, MAX_UNFOLDED, Refused, check_unfolded, damaged, member_bytes

_DAMAGED = (tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, OSError, ValueError)


class Member(NamedTuple):
    """One file of an archive: as it is called there (a label only; "" for the one inside a plain .gz), and where its bytes lie now."""

    name: str
    path: Path


def members(path: Path, container: str, scratch: Path) -> Iterator[Member]:
    """The files in an archive, in its order, each written to `scratch`/member-<n>. Folders and hidden files are none.

    Raises Refused F03 where the archive is damaged or locked, F04 where a member is a link or a device, F09 where it unfolds too far.
    """
    unfold = {"zip": _zip_members, "tar": _tar_members, "gz": _gz_members}[container]
    number, labels = 0, set[str]()
    with damaged("压缩文件", *_DAMAGED):
        for name, blocks in unfold(path):
            if any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in name.split("/")):
                continue
            number += 1
            target = scratch / f"member-{number:05}"
            with target.open("wb") as file:
                for block in blocks:
                    file.write(block)
            # A name that comes again is another member: what is in it has addresses of its own.
            label = next(one for n in count(1) if (one := name if n == 1 else f"{name} ({n})") not in labels)
            labels.add(label)
            yield Member(label, target)


def _zip_members(path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    try:
        archive = zipfile.ZipFile(path, metadata_encoding="gb18030")  # names of Chinese systems that are not marked as UTF-8
    except UnicodeDecodeError:
        archive = zipfile.ZipFile(path)
    with archive:
        listed = archive.infolist()
    for member in listed:
        if not member.filename.endswith("/"):
            yield _label(member.filename), member_bytes(path, member)


def _gz_members(path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    with gzip.open(path) as unfolded:
        start = unfolded.read(512)
    with gzip.open(path) as unfolded:
        counted = _Counted(unfolded, path.stat().st_size)
        if start[257:262] == b"ustar":
            yield from _tar_stream(counted)
        else:
            yield "", _blocks(counted)


def _tar_members(path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    with path.open("rb") as file:
        yield from _tar_stream(_Counted(file, path.stat().st_size))


def _tar_stream(counted: "_Counted") -> Iterator[tuple[str, Iterator[bytes]]]:
    with tarfile.open(fileobj=counted, mode="r|") as archive:
        for number, member in enumerate(archive):
            check_unfolded(counted.seen + member.size, counted.folded, number)
            if member.isdir():
                continue
            content = archive.extractfile(member) if member.isreg() and not member.issparse() else None
            if content is None:
                raise Refused("F04", f"压缩文件中的 {_label(member.name)!r} 不是普通文件（链接或设备）")
            yield _label(member.name), _blocks(content)


def _blocks(content: IO[bytes] | io.RawIOBase) -> Iterator[bytes]:
    while block := content.read(BLOCK):
        yield block


class _Counted(io.RawIOBase):
    """A stream that counts what it gives and refuses (F09) to give too much, at once or in all."""

    def __init__(self, source: IO[bytes] | gzip.GzipFile, folded: int) -> None:
        self.source, self.folded, self.seen = source, folded, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(min(size, MAX_UNFOLDED) if size >= 0 else MAX_UNFOLDED)
        self.seen += len(block)
        check_unfolded(self.seen, self.folded)
        return block


def _label(name: str) -> str:
    """A member's name as a label: nothing is ever opened by it."""
    shown = name.encode("utf-8", "backslashreplace").decode()
    return "".join(mark if mark.isprintable() else "?" for mark in shown)[:300]
