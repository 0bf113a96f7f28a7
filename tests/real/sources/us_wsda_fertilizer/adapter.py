"""us_wsda_fertilizer: `=` before a value says no more than the value; 999999 stands for no value and stays unread."""

import pyarrow as pa


def adapt(table: pa.Table) -> pa.Table:
    """The records without the sign before a value, but for the sentinel, which cannot be read with it and is said so."""
    frame = table.to_pandas()
    plain = frame["value_text"].str.replace(r"^=(?!999999\.)", "", regex=True)
    frame["value_text"] = plain.where(~plain.str.match(r"^999999(\.0*)?$", na=False), "=" + plain)
    return pa.Table.from_pandas(frame, schema=table.schema, preserve_index=False)
