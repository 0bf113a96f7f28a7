"""How large foreign bytes may be, and the refusal that everything behind the door raises."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

MAX_UNFOLDED = 512 * 1024 * 1024  # bytes inside a packed file
MAX_RATIO = 200  # unfolded to folded; real workbooks stay below 30, real JSON below 60
MAX_MEMBERS = 50_000
MAX_CELLS = 30_000_000  # cells of one table, empty ones between filled ones among them
MAX_TEXT = 1 << 30  # characters in all cells of one table
MAX_FIELD = 1_000_000  # characters in one cell
MAX_DOCUMENT = 64 * 1024 * 1024  # bytes of one JSON document or web page, which is in memory whole
BLOCK = 1 << 20


class Refused(Exception):
    """The bytes cannot be read as a table. `code` is the rule, `detail` what was seen."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail = code, detail


@contextmanager
def damaged(what: str, *errors: type[BaseException]) -> Iterator[None]:
    """Turns the `errors` of a library that reads `what` into the refusal F03."""
    try:
        yield
    except errors as error:
        raise Refused("F03", f"{what}无法打开（{error}）") from None
    except BaseException as error:
        # A panic of a library written in Rust: its type cannot be imported, and it is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Refused("F03", f"{what}无法打开（{error}）") from None


def check_unfolded(unfolded: int, folded: int, members: int = 1) -> None:
    """Raises Refused F09 where `folded` bytes unfold to more than a machine should hold."""
    if unfolded > MAX_UNFOLDED or members > MAX_MEMBERS or (unfolded > 50_000_000 and unfolded > MAX_RATIO * max(folded, 1)):
        raise Refused("F09", f"解压后 {unfolded:,} 字节，{members} 个部件")


def check_cells(height: int, width: int, name: str) -> None:
    """Raises Refused F09 where a table has more cells than a machine should hold."""
    if height * width > MAX_CELLS:
        raise Refused("F09", f"工作表 {name or '-'} 有 {height:,} × {width:,} 个单元格")


def check_text(length: int, name: str) -> None:
    """Raises Refused F09 where the texts of a table's cells come to more than a machine should hold."""
    if length > MAX_TEXT:
        raise Refused("F09", f"工作表 {name or '-'} 的文字共 {length:,} 个字符")


def member_bytes(path: Path, member: ZipInfo) -> Iterator[bytes]:
    """The unfolded bytes of one member of a zip file, block by block, from its packed bytes: a header that promises less is not believed.

    Raises Refused F03 where the member is damaged, needs a password or is packed by another method, F09 where its header lies.
    """
    if member.flag_bits & 0x1:
        raise Refused("F03", "有密码，请去除密码后重新交付")
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused("F03", f"部件 {member.filename[:80]!r} 的压缩方式 {member.compress_type} 不支持")
    seen = 0
    with path.open("rb") as file, damaged("压缩容器", OSError, zlib.error, ValueError):
        file.seek(member.header_offset)
        header = file.read(30)
        if header[:4] != b"PK\x03\x04":
            raise ValueError("部件没有文件头")
        file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
        left = member.compress_size
        unfold = _unfolder(member.compress_type)
        while left > 0 and (packed := file.read(min(BLOCK, left))):
            left -= len(packed)
            for block in unfold(packed):
                seen += len(block)
                if seen > member.file_size:
                    raise Refused("F09", f"部件 {member.filename[:80]!r} 的文件头称 {member.file_size:,} 字节，实际更大")
                yield block
        if seen != member.file_size:
            raise ValueError(f"部件 {member.filename[:80]!r} 只有 {seen:,} 字节，应有 {member.file_size:,}")


def _unfolder(method: int) -> Callable[[bytes], Iterator[bytes]]:
    inflate = zlib.decompressobj(-15)

    def stored(packed: bytes) -> Iterator[bytes]:
        yield packed

    def deflated(packed: bytes) -> Iterator[bytes]:
        while packed:
            yield inflate.decompress(packed, BLOCK)
            packed = inflate.unconsumed_tail

    return stored if method == ZIP_STORED else deflated
