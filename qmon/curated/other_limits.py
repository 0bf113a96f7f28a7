"""Delivered limits other than the one of the cited standard that was in force for the item, product and day (I04)."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from qmon import readings
from qmon.curated import CURRENT
from qmon.engine import fetch_dicts
from qmon.findings import Place, finding
from qmon.reference import limits
from qmon.sql import read_sql
from qmon.verdict import standard as standards

HERE = Path(__file__).parent
_OTHER = pa.schema([("limit_no", pa.int64()), ("shown", pa.string()), ("says", pa.string())])


def findings(connection: duckdb.DuckDBPyConnection, when: str = CURRENT) -> list[dict[str, Any]]:
    """I04 for what is known now to stand finally, or at another time: `when` is a predicate over known_to and valid_to."""
    return [said for said, _ in found(connection, when)]


def found(connection: duckdb.DuckDBPyConnection, when: str) -> list[tuple[dict[str, Any], Any]]:
    """The same, each with the moment until which what it was found in was known."""
    printed = [limit for limit in limits.limits() if limit.standard_evidence == "printed"]
    pairs = sorted({(limit.item_code, product) for limit in printed for product in limit.products})
    connection.register("tabled", pa.table({"item_code": [item for item, _ in pairs], "product": [product for _, product in pairs]}))
    cited = read_sql(HERE / "limits_cited.sql", when=when)
    # A million results state a few thousand limits.
    connection.execute(f"CREATE OR REPLACE TEMP TABLE limit_stated AS {read_sql(HERE / 'limits_stated.sql', cited=cited)}")
    others = [other for row in fetch_dicts(connection, "FROM limit_stated") if (other := _other(row)) is not None]
    if not others:
        return []
    connection.register("other_limit", pa.Table.from_pylist(others, _OTHER))
    said = []
    for row in fetch_dicts(connection, read_sql(HERE / "limits_other.sql", cited=cited)):
        place = Place(row["delivery_id"], row["file"], row["sheet"], row["row_no"], "limit_text", row["sample_id"])
        message = f"{row['item_name']}：{row['product']} 的标准值为 {row['shown']}，{row['says']}"
        said.append((finding("I04", place, message, row["shown"]), row["known_to"]))
    return said


def _other(row: dict[str, Any]) -> dict[str, Any] | None:
    """What a limit is shown as, and what its standard says instead; None where they are the same, or the standard is not known to say."""
    standard = limits.in_force(row["item_code"], row["product"], row["basis"], row["limit_day"]).limit
    stated = readings.limit_in(row)
    if standard is None or standard.standard_evidence != "printed" or standards.same(stated, standards.standard_limit(standard)):
        return None
    says = f"{standard.standard} 规定 {standards.printed(standards.standard_limit(standard))}"
    return {"limit_no": row["limit_no"], "shown": row["limit_text"] or standards.printed(stated), "says": says}
