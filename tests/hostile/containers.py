"""Writes workbooks with merged cells, archives and databases, honest and not; xls with the few records that a reader needs."""

import gzip
import io
import sqlite3
import struct
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

Rows = Sequence[Sequence[str]]
Merges = Sequence[tuple[int, int, int, int]]  # first row, first column, last row, last column, from 0

_ODS_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def xlsx(rows: Rows, merges: Merges = ()) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("抽样单")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell)
        for top, left, bottom, right in merges:
            sheet.merge_range(top, left, bottom, right, rows[top][left])
    return content.getvalue()


def ods(rows: Rows, merges: Merges = (), before: str = "") -> bytes:
    """before: XML before the document, such as a DOCTYPE."""
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merges}

    def cell(row: int, column: int, text: str) -> str:
        down, across = spans.get((row, column), (1, 1))
        merged = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"' if down * across > 1 else ""
        content = f' office:value-type="string"><text:p>{text}</text:p></table:table-cell>' if text else "/>"
        return f"<table:table-cell{merged}{content}"

    body = "".join(
        f"<table:table-row>{''.join(cell(row, column, text) for column, text in enumerate(cells))}</table:table-row>"
        for row, cells in enumerate(rows)
    )
    return ods_of(f'<table:table table:name="抽样单">{body}</table:table>', before)


def ods_of(tables: str, before: str = "") -> bytes:
    document = f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_ODS_SPACES}><office:body><office:spreadsheet>'
    document += f"{tables}</office:spreadsheet></office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": "<x/>", "content.xml": document})


def xls(rows: Rows, merges: Merges = ()) -> bytes:
    """A BIFF8 workbook of one sheet in an OLE container of one stream."""

    def record(number: int, content: bytes) -> bytes:
        return struct.pack("<HH", number, len(content)) + content

    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0x07CC, 0, 0x06)
    name = "抽样单"
    cells = b"".join(
        record(0x0204, struct.pack("<HHHHB", row, column, 15, len(text), 1) + text.encode("utf-16-le"))
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
        if text
    )
    spans = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merges)
    sheet = record(0x0809, begin[:2] + b"\x10\x00" + begin[4:]) + cells
    sheet += record(0x00E5, struct.pack("<H", len(merges)) + spans) + record(0x000A, b"")
    bound = struct.pack("<BBBB", 0, 0, len(name), 1) + name.encode("utf-16-le")
    offset = len(record(0x0809, begin)) + len(record(0x0085, b"\0" * 4 + bound)) + len(record(0x000A, b""))
    book = record(0x0809, begin) + record(0x0085, struct.pack("<I", offset) + bound) + record(0x000A, b"") + sheet
    return _ole(book.ljust(4096, b"\0"))


def _ole(stream: bytes) -> bytes:
    sectors = -(-len(stream) // 512)
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    header += b"\xff\xff\xff\xff" * 108

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0" if name else b""
        links = struct.pack("<BBIII", kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return text.ljust(64, b"\0") + struct.pack("<H", len(text)) + links + b"\0" * 36 + struct.pack("<IQ", start, size)

    listing = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    listing += 2 * entry("", 0, 0xFFFFFFFF, 0, 0)
    fat = b"".join(struct.pack("<I", sector) for sector in table).ljust(512, b"\xff")
    return header + fat + listing + stream.ljust(sectors * 512, b"\0")


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def changed(workbook: bytes, part: str, old: str, new: str) -> bytes:
    """A zipped workbook with one text in one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    return zipped(parts | {part: parts[part].replace(old.encode(), new.encode(), 1)})


def lying(content: bytes, name: str, size: int) -> bytes:
    """A zip file whose directory and header say that the member `name` unfolds to `size` bytes, with the checksum of so many."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member, checksum = archive.getinfo(name), zipfile.crc32(archive.read(name)[:size])  # type: ignore[attr-defined]
    told = struct.pack("<III", member.CRC, member.compress_size, member.file_size)
    return content.replace(told, struct.pack("<III", checksum, member.compress_size, size))


def tar(parts: Mapping[str, str | bytes], link: str | None = None) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, part in parts.items():
            header = tarfile.TarInfo(name)
            header.size = len(part.encode() if isinstance(part, str) else part)
            archive.addfile(header, io.BytesIO(part.encode() if isinstance(part, str) else part))
        if link is not None:
            header = tarfile.TarInfo("link.json")
            header.type, header.linkname = tarfile.SYMTYPE, link
            archive.addfile(header)
    return content.getvalue()


def tar_gz(parts: Mapping[str, str | bytes], link: str | None = None) -> bytes:
    return gzip.compress(tar(parts, link))


def sqlite(folder: Path, statements: str, rows: Rows = (), table: str = "form") -> bytes:
    path = folder / "made.db"
    connection = sqlite3.connect(path)
    connection.executescript(statements)
    for row in rows:
        connection.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)
    connection.commit()
    connection.close()
    return path.read_bytes()
