"""Delivered limits other than the one of the cited standard that was in force for the item, product and day (I04)."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from qmon import readings
from qmon.engine import fetch
from qmon.reference import limits
from qmon.sql import read_sql
from qmon.verdict import standard as standards

HERE = Path(__file__).parent
_OTHER = pa.schema([("limit_no", pa.int64()), ("shown", pa.string()), ("says", pa.string())])


def find(connection: duckdb.DuckDBPyConnection, when: str) -> None:
    """Create limit_found, the findings I04, each with the moment until which what it was found in was known, from known_item,
    known_sample_reported, delivered and rules. `when`: a predicate over known_to and valid_to."""
    printed = [limit for limit in limits.limits() if limit.standard_evidence == "printed"]
    pairs = sorted({(limit.item_code, product) for limit in printed for product in limit.products})
    connection.register("tabled", pa.table({"item_code": [item for item, _ in pairs], "product": [product for _, product in pairs]}))
    cited = read_sql(HERE / "limits_cited.sql", when=when)
    # Many results state the same limit: it is looked up once.
    connection.execute(f"CREATE OR REPLACE TEMP TABLE limit_stated AS {read_sql(HERE / 'limits_stated.sql', cited=cited)}")
    others = [other for limit_no, stated in fetch(connection, "FROM limit_stated") if (other := _other(limit_no, stated)) is not None]
    connection.register("limit_other", pa.Table.from_pylist(others, _OTHER))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE limit_found AS {read_sql(HERE / 'limits_found.sql', cited=cited)}")


def _other(limit_no: int, stated: dict[str, Any]) -> dict[str, Any] | None:
    """What a limit is shown as, and what its standard says instead; None where they are the same, or the standard is not known to say."""
    standard = limits.in_force(stated["item_code"], stated["product"], stated["basis"], stated["limit_day"]).limit
    limit = readings.limit_in(stated)
    if standard is None or standard.standard_evidence != "printed" or standards.same(limit, standards.standard_limit(standard)):
        return None
    says = f"{standard.standard} 规定 {standards.printed(standards.standard_limit(standard))}"
    return {"limit_no": limit_no, "shown": stated["limit_text"] or standards.printed(limit), "says": says}
