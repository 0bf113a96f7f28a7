"""eu_rasff: a reference such as 2024.9650 was stored as a number and lost its zeros; a moment becomes its day."""

import pyarrow as pa


def adapt(table: pa.Table) -> pa.Table:
    """The notices under their references of four places, with the day of the notice."""
    frame = table.to_pandas()
    parts = frame["sample_no"].str.split(".", expand=True)
    frame["sample_no"] = parts[0] + "." + parts[1].str.pad(4, side="right", fillchar="0")
    frame["published_on"] = frame["published_on"].str[:10]
    return pa.Table.from_pandas(frame, schema=table.schema, preserve_index=False)
