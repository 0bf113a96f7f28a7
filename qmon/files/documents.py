"""JSON and JSON lines as tables: one row per record, nested keys as headings with dots between them (metadata.label.name)."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qmon.files.bounds import MAX_DOCUMENT, Refused, check_cells
from qmon.files.table import HEAD, Row, Table, cell_text

_MAX_HEADINGS = 5_000


class Document(NamedTuple):
    """A JSON file: where it lies, what it is called in its archive ("" for a whole delivery), its encoding."""

    path: Path
    name: str
    encoding: str


def document_table(documents: Sequence[Document], place: str) -> Table:
    """All records of `documents` below one heading row: every key that occurs. A row's address is its document and its number there.

    place: where the records are inside a document, as keys with dots between them ("" for the document itself); see `_records`.
    Raises Refused F02 without a record, F03 where the text is no JSON, F09 where it is too large, H05 where a key stands twice.
    """
    headings: dict[str, None] = {}
    count = 0
    for _, _, record in _all(documents, place):
        headings |= dict.fromkeys(record)
        count += 1
        if len(headings) > _MAX_HEADINGS:
            raise Refused("F09", f"超过 {_MAX_HEADINGS:,} 个不同的键")
        check_cells(count, len(headings), place)
    if not count:
        raise Refused("F02", "没有记录")

    def rows() -> Iterator[Row]:
        yield "", 0, list(headings)
        for name, number, record in _all(documents, place):
            yield name, number, [record.get(heading, "") for heading in headings]

    return Table("", [row for _, (_, _, row) in zip(range(HEAD), rows(), strict=False)], rows)


def _all(documents: Sequence[Document], place: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    for document in documents:
        number = 0
        for value in _values(document):
            for record in _records(value, place, document.name):
                number += 1
                yield document.name, number, record


def _values(document: Document) -> Iterator[Any]:
    """The values that a file holds: those of JSON lines one by one, else the single one of the whole file."""
    with document.path.open(encoding=document.encoding) as file:
        first = ""
        while not first.strip() and (line := file.readline(MAX_DOCUMENT)):
            first = line
        rest = file.readline(MAX_DOCUMENT)
        while rest and not rest.strip():
            rest = file.readline(MAX_DOCUMENT)
        if rest and _is_whole(first):
            yield _loaded(first, document)
            while rest:
                if rest.strip():
                    yield _loaded(rest, document)
                rest = file.readline(MAX_DOCUMENT)
            return
        text = first + rest + file.read(MAX_DOCUMENT)
        if len(text) >= MAX_DOCUMENT:
            raise Refused("F09", f"JSON 文件 {document.name or ''} 超过 {MAX_DOCUMENT:,} 字节；请改用 JSON lines（每行一条）")
        yield _loaded(text, document)


def _is_whole(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _loaded(text: str, document: Document) -> Any:
    """The value in a JSON text; its numbers stay the text that they were written as."""
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 列" if "\n" in text.strip() else f"第 {error.colno} 个字符"
        raise Refused("F03", f"JSON {document.name} {where}有误（{error.msg}）") from None
    except RecursionError:
        raise Refused("F03", f"JSON {document.name} 嵌套过深") from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        raise Refused("H05", f"JSON 对象中的键重复：{'、'.join(sorted({name for name in names if names.count(name) > 1}))}")
    return made


def _records(value: Any, place: str, name: str) -> Iterator[dict[str, str]]:
    """The records of one value.

    Without a place: the elements of an array; of an object that holds one array of objects, its elements, each with what else the object
    says; else the object. With a place: for each object the records that are there, each with what else the object says, their keys under
    the place's name. Where an object is there that holds plain values only, each of its keys is a record with `<place>.key` and
    `<place>.value`. An object without anything there is a record by itself: nothing is dropped.
    """
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, dict):
            raise Refused("F04", f"JSON {name} 的记录不是对象，而是 {str(one)[:40]!r}")
        if place:
            yield from _unnested(one, place)
            continue
        inner = [key for key, part in one.items() if isinstance(part, list) and part and all(isinstance(each, dict) for each in part)]
        if isinstance(value, list) or len(inner) != 1:
            yield _flat(one)
            continue
        around = _flat({key: part for key, part in one.items() if key != inner[0]})
        for each in one[inner[0]]:
            record = _flat(each)
            if twice := record.keys() & around.keys():
                raise Refused("H05", f"JSON {name} 的键在记录内外都有：{'、'.join(sorted(twice))}")
            yield around | record


def _unnested(one: dict[str, Any], place: str) -> Iterator[dict[str, str]]:
    around, there = _without(one, place.split("."))
    base = _flat(around)
    if not there:
        yield base
    elif isinstance(there, list):
        yield from (base | _flat({place: each}) for each in there)
    elif isinstance(there, dict):
        for key, each in there.items():
            yield base | {f"{place}.key": key} | _flat(each if isinstance(each, dict) else {"value": each}, f"{place}.")
    else:
        yield base | {place: _text(there)}


def _without(one: dict[str, Any], keys: list[str]) -> tuple[dict[str, Any], Any]:
    """`one` without what lies at `keys`, and what lies there (None for nothing)."""
    if keys[0] not in one:
        return one, None
    rest = {key: part for key, part in one.items() if key != keys[0]}
    part = one[keys[0]]
    if len(keys) == 1:
        return rest, part
    if not isinstance(part, dict):
        return one, None
    inside, there = _without(part, keys[1:])
    return {**rest, keys[0]: inside}, there


def _flat(one: dict[str, Any], prefix: str = "") -> dict[str, str]:
    record: dict[str, str] = {}
    for key, part in one.items():
        if isinstance(part, dict):
            record |= _flat(part, f"{prefix}{key}.")
        else:
            record[prefix + key] = _text(part)
    return record


def _text(part: Any) -> str:
    """A plain value as text; an array that is no place of records stays JSON."""
    text = cell_text(part) if not isinstance(part, list) else json.dumps(part, ensure_ascii=False) if part else ""
    try:
        if not text.isascii():
            text.encode()
    except UnicodeEncodeError:
        raise Refused("F05", f"JSON 文字中有不成字符的代码：{text[:40]!r}") from None
    return text
