"""cells: the samples that each indicator counts, and their sums by month and declared dimensions; every rate is a sum of cells."""

from pathlib import Path

import duckdb
import pyarrow as pa

from qmon.dictionary import dictionary
from qmon.indicators import Indicator
from qmon.judged.checks import literal
from qmon.reference import categories, regions
from qmon.sql import predicate, read_sql

HERE = Path(__file__).parent


def from_curated(connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]) -> None:
    """Create from sample_current the tables member, the samples that each indicator counts, and cells, their sums."""
    dimensions(connection)
    for table in ("member", "cells"):
        connection.execute(dictionary().ddl(table))
    for indicator in indicators.values():
        connection.execute(f"INSERT INTO member {read_sql(HERE / 'counted.sql', members=members(indicator))}")
    connection.execute(f"INSERT INTO cells {read_sql(HERE / 'cells.sql')}")


def members(indicator: Indicator) -> str:
    """A query over sample_current: each sample in the indicator's population. It needs the relations of `dimensions`."""
    columns = frozenset(dictionary().tables["sample_history"].columns)
    exclusion = " OR ".join(f"({predicate(text, columns, indicator.name)})" for text in indicator.exclusions) or "false"
    return read_sql(
        HERE / "member.sql",
        indicator=literal(indicator.name),
        period=", ".join(f"sample.{column}" for column in indicator.period),
        unit_key=f"sample.{indicator.firm}" if indicator.firm else "CAST(NULL AS VARCHAR)",
        strategies=", ".join(literal(code) for code in indicator.strategies),
        verdict=f"verdict_{indicator.verdict}",
        passes=", ".join(literal(code) for code in indicator.passes),
        fails=", ".join(literal(code) for code in indicator.fails),
        population=f"({predicate(indicator.population, columns, indicator.name)})",
        exclusion=f"({exclusion})",
    )


def dimensions(connection: duckdb.DuckDBPyConnection) -> None:
    """The relations place (a code -> its prefecture under today's boundaries, docs/domain.md, places) and category (a code -> its name)."""
    codes = sorted({region.code for region in regions.known_regions()})
    whole = [regions.prefecture_of(code) or regions.province_of(code) or code for code in codes]
    names = [regions.region_name(code) for code in whole]
    connection.register("place", pa.table({"code": codes, "region_code": whole, "region": names}))
    known = categories.category_names()
    connection.register("category", pa.table({"category_code": list(known), "category": list(known.values())}))
