"""ca_tds: the operator says what is censored, its 0 does not; the limit is LOD or MDL and 0 is none; dates have the month first."""

import pyarrow as pa

_NOT_FOUND = {"<LOD/MDL", "ND"}


def adapt(table: pa.Table) -> pa.Table:
    """The records with one cell for the result and one for its limit; remark and lod_unit_text only carried operator and MDL."""
    frame = table.to_pandas()
    limits = frame.reindex(columns=["lod_text", "lod_unit_text"]).replace("0", None)
    frame["lod_text"] = limits["lod_text"].fillna(limits["lod_unit_text"])
    frame["lod_unit_text"] = frame["unit_text"]
    frame["value_text"] = frame["value_text"].mask(frame["remark"].isin(_NOT_FOUND), "ND")
    frame["remark"] = None
    parts = frame["sampled_on"].str.extract(r"^(\d{1,2})/(\d{1,2})/(\d{2})$")
    century = (parts[2].fillna("0").astype(int) > 50).map({True: "19", False: "20"})
    frame["sampled_on"] = (century + parts[2] + "-" + parts[0] + "-" + parts[1]).where(parts[0].notna(), frame["sampled_on"])
    fields = [*table.schema, *(pa.field(name, pa.string()) for name in ("lod_text", "lod_unit_text") if name not in table.column_names)]
    return pa.Table.from_pandas(frame, schema=pa.schema(fields), preserve_index=False)
