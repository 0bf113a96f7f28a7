"""Unfolding: a record that reports several items becomes one record an item, all under the address of the one that was delivered."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from qmon.grammar.failing import FailingItem, items_in_columns, read_failing
from qmon.sources.headings import Headings
from qmon.sources.several_items import COLUMN_OF

_SEVERAL = "[;；\n]"
_WRAP = 2**64


class Unfolded(NamedTuple):
    """The records, one an item; and of those whose cell could not be taken apart: sheet, row number and the cell."""

    table: pa.Table
    uneven: list[tuple[str, int, str]]


def carried(position: int) -> str:
    """The name under which a column of several items travels until it is unfolded."""
    return f"cell {position}"


def unfolded(table: pa.Table, headings: Headings, in_cells: bool) -> Unfolded:
    """One row an item, with the columns item_name, value_text, limit_text and unit_text of it; every other column as it was.

    `in_cells`: several items may stand in the cells of the plain columns too. A record without any item stays one row. The content hash
    of the n-th item is that of its record plus n, so that items are no duplicates of each other, and those of equal records are.
    """
    if not headings.several and not (in_cells and _holds_several(table)):
        return Unfolded(table, [])
    rows: list[int] = []
    ordinals: list[int] = []
    found: list[FailingItem] = []
    uneven: list[tuple[str, int, str]] = []
    for number, record in enumerate(_records(table, headings)):
        items = _items_of(record, headings, in_cells)
        if items is None:
            cell = next((text for position in headings.joined if (text := record[carried(position)])), "")
            uneven.append((table["sheet"][number].as_py(), table["row_no"][number].as_py(), cell))
        for ordinal, item in enumerate(items or (FailingItem(),)):
            rows.append(number)
            ordinals.append(ordinal)
            found.append(item)
    taken = table.take(pa.array(rows, pa.int64())).drop_columns([name for name in table.column_names if name.startswith("cell ")])
    for part, column in COLUMN_OF.items():
        texts = pa.array([getattr(item, part) for item in found], pa.string())
        if column in taken.column_names:
            taken = taken.set_column(taken.column_names.index(column), column, texts)
        elif texts.null_count < len(texts):
            taken = taken.append_column(column, texts)
    hashes = [(digest + ordinal) % _WRAP for digest, ordinal in zip(taken["content_hash"].to_pylist(), ordinals, strict=True)]
    return Unfolded(taken.set_column(taken.column_names.index("content_hash"), "content_hash", pa.array(hashes, pa.uint64())), uneven)


def _holds_several(table: pa.Table) -> bool:
    return "item_name" in table.column_names and bool(pc.any(pc.match_substring_regex(table["item_name"], _SEVERAL)).as_py())


def _records(table: pa.Table, headings: Headings) -> Iterator[dict[str, Any]]:
    wanted = [*COLUMN_OF.values(), *map(carried, headings.several)]
    return iter(table.select([name for name in table.column_names if name in wanted]).to_pylist() or [{}] * table.num_rows)


def _items_of(record: dict[str, Any], headings: Headings, in_cells: bool) -> tuple[FailingItem, ...] | None:
    """The items of a record, () where it has none; None where a cell of several parts does not come out even."""
    plain = FailingItem(**{part: record.get(column) for part, column in COLUMN_OF.items()})
    items: list[FailingItem] = []
    for position, order in headings.joined.items():
        read = read_failing(record[carried(position)], order)
        if read is None:
            return None
        if "item" in order:
            items += read
        elif len(read) == 1:
            plain = plain._replace(value=read[0].value or plain.value, limit=read[0].limit or plain.limit, unit=read[0].unit or plain.unit)
        elif read:
            return None
    groups: dict[int, dict[str, str | None]] = defaultdict(dict)
    for position, numbered in headings.numbered.items():
        groups[numbered.number][numbered.part] = record[carried(position)]
    items += [FailingItem(**parts) for _, parts in sorted(groups.items()) if parts.get("item")]
    items += [FailingItem(item=name, value=text) for position, name in headings.analytes.items() if (text := record[carried(position)])]
    if plain.item is not None or not items:
        items[:0] = items_in_columns(plain) if in_cells else (plain,)
    return tuple(items)
