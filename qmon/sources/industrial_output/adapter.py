"""Output values given in 万元 become 亿元; what is no number stays as delivered, for the column to say so."""

import pyarrow as pa

from qmon import grammar

_WAN, _YI = "output_value_wan_text", "output_value_text"


def adapt(table: pa.Table) -> pa.Table:
    """The table with every value in 亿元."""
    if _WAN not in table.column_names:
        return table
    given = table.column(_YI).to_pylist() if _YI in table.column_names else [None] * table.num_rows
    values = [yi or _in_yi(wan) for yi, wan in zip(given, table.column(_WAN).to_pylist(), strict=True)]
    others = [name for name in table.column_names if name not in (_WAN, _YI)]
    return table.select(others).append_column(_YI, pa.array(values, pa.string()))


def _in_yi(text: str | None) -> str | None:
    number = grammar.read_number(text).value if text is not None else None
    return text if number is None else format(number.scaleb(-4), "f")
