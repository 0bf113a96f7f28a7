"""Item cells of notices that list several items by name only: one record of each."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from qmon import readings
from qmon.distinct import Distinct


def one_item_each(content: pa.Table, texts: dict[str, pa.Array], domain: str, distinct: Distinct) -> pa.Table:
    """`content`, the table result, with one record of each item where the item's text names several and there is no result or limit.

    With a result or a limit the cell stays whole: which item they belong to is not said. Every other record stays as it is.
    """
    names = texts.get("item_name")
    by_name_only = pc.and_(pc.is_null(content["value_text"]), pc.is_null(content["limit_text"]))
    if names is None or not pc.any(by_name_only).as_py():
        return content
    counts = distinct.many(lambda text: (len(readings.items_in(domain, text)) if text else 1,), [names], [pa.int64()], key="n_items")[0]
    lists = pc.and_(pc.greater(counts, 1), by_name_only)
    rows = pc.indices_nonzero(lists).to_pylist()
    if not rows:
        return content
    categories = texts.get("category_text", pa.nulls(len(names), pa.string()))
    made: list[dict[str, Any]] = []
    for row in rows:
        (record,) = content.slice(row, 1).to_pylist()
        for number, name in enumerate(readings.items_in(domain, names[row].as_py())):
            item = dict(zip(readings.ITEM, readings.item_of(domain, name, categories[row].as_py()), strict=False))
            # Else the items of one record would be taken for records that repeat each other.
            made.append(record | item | {"content_hash": (record["content_hash"] + number) % 2**64})
    return pa.concat_tables([content.filter(pc.invert(lists)), pa.Table.from_pylist(made, schema=content.schema)])
