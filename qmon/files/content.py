"""What a file really is: its first bytes and its inside decide, never its name."""

import codecs
import re
import zipfile
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import pyarrow as pa

from qmon.files.bounds import Refused, check_unfolded, damaged

Shape = Literal["csv", "workbook", "document", "page", "database", "archive"]

_BLOCK = 1 << 20  # bytes that are looked through at once
_FIRST_MARK = 9  # the tab: no table holds a control character below it, so the bytes were something else
_MARKUP = ("<!doctype", "<html", "<table", "<head", "<meta", "<style", "<body")
_OTHER = ("<?xml", "%pdf", "{\\rtf")
_JSON = re.compile(r'\{\s*["}]|\[\s*(?:[\[\]{"]|-?[0-9])')


class Content(NamedTuple):
    """What a file turned out to hold: its shape, and its encoding (text) or container (xlsx, ods, xls, zip, tar, gz, sqlite)."""

    shape: Shape
    encoding: str


def recognise(path: Path, known: str = "") -> Content:
    """What the bytes of `path` are; the name does not count. known: the encoding that these same bytes were found to have before.

    Raises Refused: F01 empty, F03 damaged, F04 no table (picture, program), F05 unknown encoding, F09 too large inside.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refused("F01", f"{path.stat().st_size} 字节，没有内容")
    if head.startswith(b"PK"):
        return _zipped(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Content("workbook", "xls")
    if head.startswith(b"\x1f\x8b"):
        return Content("archive", "gz")
    if head[257:262] == b"ustar":
        return Content("archive", "tar")
    if head.startswith(b"SQLite format 3\x00"):
        return Content("database", "sqlite")
    encoding = _encoding(path, head, known)
    start = head.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")[:512]
    if start.lower().startswith(_MARKUP):
        return Content("page", encoding)
    if start.lower().startswith(_OTHER):
        raise Refused("F04", f"内容以 {start[:20]!r} 开头，不是表格")
    return Content("document" if _JSON.match(start) else "csv", encoding)


def _zipped(path: Path) -> Content:
    with damaged("压缩容器", zipfile.BadZipFile, OSError, ValueError, NotImplementedError), zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    check_unfolded(sum(member.file_size for member in members), path.stat().st_size, len(members))
    names = {member.filename for member in members}
    if "xl/workbook.xml" in names:
        return Content("workbook", "xlsx")
    if "content.xml" in names and "mimetype" in names:
        return Content("workbook", "ods")
    if "xl/workbook.bin" in names or "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise Refused("F04", "是 xlsb、docx 或 pptx，不是 xlsx、xls 或 ods 工作簿")
    return Content("archive", "zip")


def _encoding(path: Path, head: bytes, known: str) -> str:
    """The encoding in which every byte makes sense, from a closed list: the byte order mark decides, then UTF-8, then GB18030."""
    if head.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif b"\x00" in head:
        raise Refused("F04", "含有空字节，不是文本")
    else:
        candidates = ["utf-8", "gb18030"]
    if known in candidates:
        return known
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise Refused("F05", f"不是有效的 {' 或 '.join(candidates)} 文本")


def _decodes(path: Path, encoding: str) -> bool:
    if encoding == "utf-8":
        return _is_utf8(path)
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                text = decoder.decode(block)
                if any(chr(code) in text for code in range(_FIRST_MARK)):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _is_utf8(path: Path) -> bool:
    """Whether the file is UTF-8 without control characters, by Arrow: to decode it into a Python text takes three times as long."""
    rest = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if np.frombuffer(block, np.uint8).min() < _FIRST_MARK:
                return False
            block = rest + block
            # The last character may go on in the next block: up to three bytes follow its first one.
            ends = range(len(block) - 1, max(len(block) - 5, -1), -1)
            last = next((place for place in ends if block[place] & 0xC0 != 0x80), len(block))
            if not _is_text(block[:last]):
                return False
            rest = block[last:]
    return _is_text(rest)


def _is_text(block: bytes) -> bool:
    offsets = np.array([0, len(block)], np.int32)
    try:
        pa.StringArray.from_buffers(1, pa.py_buffer(offsets), pa.py_buffer(block)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
