"""us_nyc_metals: -1 is not detected, dates have the month first, MG/L is mg/L, a maker that is not stated is none."""

import pyarrow as pa


def adapt(table: pa.Table) -> pa.Table:
    """The records with what New York writes in its own way put as everyone does."""
    frame = table.to_pandas()
    frame["value_text"] = frame["value_text"].replace({"-1": "未检出"})
    frame["unit_text"] = frame["unit_text"].replace({"MG/L": "mg/L"})
    parts = frame["sampled_on"].str.extract(r"^([0-9]{2})/([0-9]{2})/([0-9]{4}) (?:00:00|12:00:00 AM)$")
    frame["sampled_on"] = (parts[2] + "-" + parts[0] + "-" + parts[1]).where(parts[0].notna(), frame["sampled_on"])
    frame["producer_name"] = frame["producer_name"].mask(frame["producer_name"].isin(["UNKNOWN OR NOT STATED", "Not listed"]))
    return pa.Table.from_pandas(frame, schema=table.schema, preserve_index=False)
