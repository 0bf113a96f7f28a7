"""The only door for foreign bytes: says what a file really is, bounds it before it is read, and opens it as text cells."""

import codecs
import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, load_workbook

MAX_UNFOLDED = 512 * 1024 * 1024  # bytes inside a zipped workbook
MAX_RATIO = 200  # unfolded to folded; real workbooks stay below 30
MAX_MEMBERS = 5_000
MAX_CELLS = 30_000_000
MAX_FIELD = 1_000_000  # characters in one CSV field

Shape = Literal["csv", "workbook"]


class Refused(Exception):
    """The bytes cannot be read as a table. `code` is the rule, `detail` what was seen."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail = code, detail


class Content(NamedTuple):
    """What a file turned out to hold: its shape, and its encoding (csv) or container (workbook)."""

    shape: Shape
    encoding: str


def recognise(path: Path) -> Content:
    """What the bytes of `path` are; the name does not count.

    Raises Refused: F01 empty, F03 damaged, F04 no table (web page, picture, program), F05 unknown encoding, F09 too large inside.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refused("F01", f"{path.stat().st_size} 字节，没有内容")
    if head.startswith(b"PK"):
        return Content("workbook", _zipped_workbook(path))
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Content("workbook", "xls")
    encoding = _encoding(path, head)
    start = head.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")[:512].lower()
    if start.startswith(("<!doctype", "<html", "<table", "<?xml", "<head", "<meta", "<style", "%pdf", "{\\rtf")):
        raise Refused("F04", f"内容以 {start[:20]!r} 开头，不是表格")
    return Content("csv", encoding)


def _zipped_workbook(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refused("F03", f"压缩容器不完整（{error}）") from None
    unfolded = sum(member.file_size for member in members)
    folded = max(path.stat().st_size, 1)
    if unfolded > MAX_UNFOLDED or len(members) > MAX_MEMBERS or (unfolded > 50_000_000 and unfolded / folded > MAX_RATIO):
        raise Refused("F09", f"解压后 {unfolded:,} 字节，{len(members)} 个部件")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    raise Refused("F04", "是压缩文件，但不是工作簿")


def _encoding(path: Path, head: bytes) -> str:
    """The encoding in which every byte makes sense, from a closed list: the byte order mark decides, then UTF-8, then GB18030."""
    if head.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif b"\x00" in head:
        raise Refused("F04", "含有空字节，不是文本")
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise Refused("F05", f"不是有效的 {' 或 '.join(candidates)} 文本")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 22):
                if _controls(decoder.decode(block)):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _controls(text: str) -> bool:
    """Whether control characters stand in the text that no table holds: then the bytes were something else."""
    return any(mark in text for mark in ("\x00", "\x01", "\x02", "\x03", "\x04", "\x05", "\x06", "\x07", "\x08"))


def as_utf8(path: Path, encoding: str, folder: Path) -> Path:
    """`path` itself where it is plain UTF-8, else a UTF-8 copy in `folder`, made block by block."""
    if encoding == "utf-8":
        return path
    copy = folder / f"{path.name}.utf8"
    with (
        path.open("r", encoding=encoding, newline="") as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        while block := source.read(1 << 22):
            target.write(block)
    return copy


def csv_rows(path: Path, delimiter: str) -> Iterator[list[str]]:
    """The records of a UTF-8 file, blank lines left out. Raises Refused F03 where a quoted field never ends or is without bounds."""
    previous = csv.field_size_limit(MAX_FIELD)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, delimiter=delimiter, strict=True):
                if row:
                    yield row
    except csv.Error as error:
        raise Refused("F03", f"引号不成对或字段过长（{error}）") from None
    finally:
        csv.field_size_limit(previous)


def first_lines(path: Path, count: int) -> str:
    """The first lines of a UTF-8 file, as one text."""
    with path.open(encoding="utf-8", newline="") as file:
        return "".join(line for line, _ in zip(io.StringIO(file.read(1 << 18)), range(count), strict=False))


def workbook_sheets(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Each visible sheet of a workbook (xlsx, xls, ods) as its name and rows of text; hidden sheets hold lists for drop-downs.

    A number keeps its shortest exact decimal form, a date becomes 2024-03-05, text stays as it is, an empty cell is "".
    Raises Refused F03 where the workbook is damaged, F09 where it holds too many cells.
    """
    try:
        workbook = load_workbook(str(path))
        for sheet in workbook.sheets_metadata:
            if "visible" in str(sheet.visible).lower() and "hidden" not in str(sheet.visible).lower():
                yield sheet.name, _sheet_rows(workbook, sheet.name)
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise Refused("F03", f"工作簿无法打开（{error}）") from None


def _sheet_rows(workbook: CalamineWorkbook, name: str) -> list[list[str]]:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise Refused("F09", f"工作表 {name} 有 {sheet.total_height:,} × {sheet.total_width:,} 个单元格")
    return [[_cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _cell_text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return format(Decimal(repr(cell)).quantize(1) if cell.is_integer() and abs(cell) < 1e18 else Decimal(repr(cell)), "f")
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)
