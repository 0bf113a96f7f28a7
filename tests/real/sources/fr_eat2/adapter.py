"""fr_eat2: decimal commas behind <, ND and NQ of acrylamide by the study's own limits, fresh weight (PF) as the unit's second half."""

import pyarrow as pa

# limites_analytiques.csv of the study: acrylamide, all matrices, µg/kg.
_LOD, _LOQ = "4", "10"


def adapt(table: pa.Table) -> pa.Table:
    """The records with results as everyone writes them, and the limit of detection where the study states it apart."""
    frame = table.to_pandas()
    below = frame["value_text"].str.startswith("<", na=False)
    frame.loc[below, "value_text"] = frame.loc[below, "value_text"].str.replace(" ", "").str.replace(",", ".")
    acrylamide = (frame["item_name"] == "Acrylamide") & frame["value_text"].isin(["ND", "NQ"])
    frame["lod_text"] = None
    frame.loc[acrylamide, "lod_text"] = _LOD
    frame["value_text"] = frame["value_text"].replace({"NQ": f"NQ ({_LOQ})"})
    frame["unit_text"] = frame["unit_text"].str.removesuffix(" PF")
    frame["lod_unit_text"] = frame["unit_text"]
    schema = pa.schema([*table.schema, pa.field("lod_text", pa.string()), pa.field("lod_unit_text", pa.string())])
    return pa.Table.from_pandas(frame, schema=schema, preserve_index=False)
