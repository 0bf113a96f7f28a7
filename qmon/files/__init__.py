"""The only door for foreign bytes: says what a file really is, bounds it before it is read, and opens it as tables of text cells."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from qmon.files.archives import members
from qmon.files.bounds import Refused
from qmon.files.content import Content, recognise
from qmon.files.databases import database_tables
from qmon.files.delimited import delimited_table
from qmon.files.documents import Document, document_table
from qmon.files.pages import page_tables
from qmon.files.table import Row, Table
from qmon.files.workbooks import workbook_tables

__all__ = ["Content", "Refused", "Row", "Table", "recognise", "tables"]


def tables(path: Path, content: Content, scratch: Path, allows: Collection[str] = (), places: Sequence[str] = ("",)) -> Iterator[Table]:
    """The tables of a recognised file, one after the other.

    scratch: takes a UTF-8 copy or the members of an archive; allows: what the source takes beyond tables proper ("html"); places: where
    the records are inside JSON documents (one table for each). In an archive a sheet's name begins with that of its member, and the
    records of all its JSON documents are one table. Raises Refused.
    """
    if content.shape != "archive":
        yield from _tables(path, content, scratch, "", allows, places)
        return
    documents: list[Document] = []
    found = False
    for member in members(path, content.encoding, scratch):
        found = True
        try:
            inside = recognise(member.path)
            if inside.shape == "archive":
                raise Refused("F04", "压缩文件里又有压缩文件，请直接交付里面的文件")
            if inside.shape == "document":
                documents.append(Document(member.path, member.name, inside.encoding))
                continue
            prefix = f"{member.name}/" if member.name else ""
            yield from _tables(member.path, inside, scratch, prefix, allows, places)
        except Refused as refused:
            raise Refused(refused.code, f"{member.name or '压缩文件内'}：{refused.detail}") from None
    if not found:
        raise Refused("F01", "压缩文件里没有文件")
    if documents:
        for place in places:
            yield document_table(documents, place)


def _tables(path: Path, content: Content, scratch: Path, prefix: str, allows: Collection[str], places: Sequence[str]) -> Iterator[Table]:
    if content.shape == "workbook":
        yield from workbook_tables(path, content.encoding, prefix)
    elif content.shape == "database":
        yield from database_tables(path, prefix)
    elif content.shape == "document":
        for place in places:
            yield document_table([Document(path, prefix, content.encoding)], place)
    elif content.shape == "page":
        if "html" not in allows:
            raise Refused("F04", "是网页，不是表格")
        yield from page_tables(path, content.encoding, prefix)
    else:
        yield delimited_table(path, content.encoding, scratch, prefix.removesuffix("/"))
