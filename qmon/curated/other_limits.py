"""Delivered limits other than the one of the cited standard that was in force for the item, product and day (I04)."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from qmon import readings
from qmon.curated import CURRENT
from qmon.engine import fetch_each
from qmon.findings import Place, finding
from qmon.reference import limits
from qmon.sql import read_sql
from qmon.verdict import standard as standards

CITED = Path(__file__).with_name("limits_cited.sql")


def findings(connection: duckdb.DuckDBPyConnection, when: str = CURRENT) -> list[dict[str, Any]]:
    """I04 for what is known now to stand finally, or at another time: `when` is a predicate over known_to and valid_to."""
    return [said for said, _ in found(connection, when)]


def found(connection: duckdb.DuckDBPyConnection, when: str) -> list[tuple[dict[str, Any], Any]]:
    """The same, each with the moment until which what it was found in was known."""
    printed = [limit for limit in limits.limits() if limit.standard_evidence == "printed"]
    pairs = sorted({(limit.item_code, product) for limit in printed for product in limit.products})
    connection.register("tabled", pa.table({"item_code": [item for item, _ in pairs], "product": [product for _, product in pairs]}))
    said = []
    for row in fetch_each(connection, read_sql(CITED, when=when)):
        standard = limits.in_force(row["item_code"], row["product"], row["basis"], row["limit_day"]).limit
        delivered = readings.limit_in(row)
        if standard is None or standard.standard_evidence != "printed" or standards.same(delivered, standards.standard_limit(standard)):
            continue
        shown = row["limit_text"] or standards.printed(delivered)
        message = f"{row['item_name']}：{row['product']} 的标准值为 {shown}，{standard.standard} 规定 "
        message += standards.printed(standards.standard_limit(standard))
        place = Place(row["delivery_id"], row["file"], row["sheet"], row["row_no"], "limit_text", row["sample_id"])
        said.append((finding("I04", place, message, shown), row["known_to"]))
    return said
