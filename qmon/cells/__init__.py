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
_AS_OF = {"samples": "sample_as_of(known_on, in_force_on)", "results": "result_as_of(known_on, in_force_on)"}
# A failing sample passes as to physical quality (实物质量) where its failing items are listed and are all of the label.
_PHYSICAL = (
    "sample.verdict_reported = 'conforming' OR "
    "(sample.verdict_reported = 'nonconforming' AND item.n_nonconforming > 0 AND item.n_physical_nonconforming = 0)",
    "sample.verdict_reported = 'nonconforming' AND item.n_physical_nonconforming > 0",
)


def from_curated(connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]) -> None:
    """Create from sample_current the tables member, the samples that each indicator counts, and cells, their sums in the order of its key;
    and macros cells_as_of and pass_rate_as_of over the two time axes."""
    _dimensions(connection)
    for table in ("member", "cells"):
        connection.execute(dictionary().ddl(table))
    for indicator in indicators.values():
        connection.execute(f"INSERT INTO member {_counted(indicator)}")
    connection.execute(f"INSERT INTO cells {read_sql(HERE / 'cells.sql', counted='FROM member')} ORDER BY ALL")
    as_of = (read_sql(HERE / "cells.sql", counted=_counted(indicator, **_AS_OF)) for indicator in indicators.values())
    pooled = [literal(one.name) for one in indicators.values() if one.rate_of == "pass" and one.aggregation == "pooled"]
    every = " UNION ALL BY NAME ".join(f"({one})" for one in as_of) or "FROM cells LIMIT 0"
    connection.execute(read_sql(HERE / "as_of.sql", cells=every, pooled=", ".join(pooled) or "''"))


def _counted(indicator: Indicator, samples: str = "sample_current", results: str = "result_current") -> str:
    """A query over `samples` and their `results`: what each sample in the indicator's population adds to its counts."""
    return read_sql(HERE / "counted.sql", members=members(indicator, samples, results))


def members(indicator: Indicator, samples: str = "sample_current", results: str = "result_current") -> str:
    """A query over `samples`: each sample in the indicator's population. It needs the tables place and category."""
    passing, failing = _outcome(indicator)
    columns = frozenset(dictionary().tables["sample_history"].columns)
    exclusion = " OR ".join(f"({predicate(text, columns, indicator.name)})" for text in indicator.exclusions) or "false"
    return read_sql(
        HERE / "member.sql",
        samples=samples,
        indicator=literal(indicator.name),
        period=", ".join(f"sample.{column}" for column in indicator.period),
        place=indicator.place,
        unit_key=f"sample.{indicator.firm}" if indicator.firm else "CAST(NULL AS VARCHAR)",
        firm_is_maker="true" if indicator.firm in ("producer_name", "entrusting_name") else "false",
        strategies=", ".join(literal(code) for code in indicator.strategies),
        passing=passing,
        failing=failing,
        items=read_sql(HERE / "items.sql", results=results) if "item." in failing else "",
        population=f"({predicate(indicator.population, columns, indicator.name)})",
        exclusion=f"({exclusion})",
    )


def _outcome(indicator: Indicator) -> tuple[str, str]:
    """What a sample adds to n_pass and to n_fail: expressions over sample and item, whether it passes or how many of its items do."""
    if indicator.unit == "item":
        return "item.n_conforming", "item.n_nonconforming"
    if indicator.verdict == "physical":
        return _PHYSICAL
    column = indicator.verdict_column
    codes = (", ".join(literal(code) for code in some) for some in (indicator.passes, indicator.fails))
    passing, failing = (f"sample.{column} IN ({some})" for some in codes)
    return passing, failing


def _dimensions(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables place (a code -> its prefecture under today's boundaries, docs/domain.md, places) and category (a code -> its name)."""
    codes = sorted({region.code for region in regions.known_regions()})
    whole = [regions.prefecture_of(code) or regions.province_of(code) or code for code in codes]
    names = [regions.region_name(code) for code in whole]
    known = categories.category_names()
    content = {
        "place": pa.table({"place_code": codes, "region_code": whole, "region": names}),
        "category": pa.table({"category_code": list(known), "category": list(known.values())}),
    }
    for table, rows in content.items():
        connection.execute(dictionary().ddl(table))
        connection.register("rows_of_dimension", rows)
        connection.execute(f"INSERT INTO {table} FROM rows_of_dimension ORDER BY ALL")
        connection.unregister("rows_of_dimension")
