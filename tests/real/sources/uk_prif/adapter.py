"""uk_prif: a residue cell is item, value and limit in one; a row with nothing but its first cell names the group of samples below it."""

import pyarrow as pa

# boscalid 0.02 (MRL = 2); ethion 0.02 (MRL = 0.01*), where * says that the limit is that of determination; 0.06 (No MRL); a mark behind.
RESIDUE = r"^(?P<item>.+?)\s+(?P<value>[0-9.]+) \((?:MRL(?: =)? (?P<limit>[0-9.]+)\*?|No MRL|MRL = N/A)\)\s*(?:!|\[[0-9]\])?\s*$"


def adapt(table: pa.Table) -> pa.Table:
    """The records of one sheet: item_name split into item, value and limit; the group as specification, its rows left out."""
    frame = table.to_pandas()
    grouping = frame["item_name"].isna()
    frame["specification"] = frame["sample_no"].where(grouping).ffill()
    frame = frame[~grouping]
    found = frame["item_name"].str.extract(RESIDUE)
    unread = found["item"].isna() & ~frame["item_name"].str.startswith("None were detected")
    frame["value_text"] = found["value"].where(~unread, frame["item_name"])
    frame["limit_text"] = "≤" + found["limit"]
    frame["item_name"] = found["item"].where(~unread, frame["item_name"].str.extract(r"^(.+?)\s+[0-9]")[0])
    frame[["sample_no", "remark"]] = frame["sample_no"].str.extract(r"^(\S+)\s*(Organic)?\s*$")
    names = [*table.column_names, "specification", "value_text", "limit_text", "remark"]
    return pa.table(
        {
            name: pa.Array.from_pandas(frame[name], type=table.schema.field(name).type if name in table.column_names else pa.string())
            for name in names
        }
    )
