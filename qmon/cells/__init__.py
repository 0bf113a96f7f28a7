"""cells: the samples that each indicator counts, and their sums by month and declared dimensions; every rate is a sum of cells."""

from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from qmon.curated.parts import parts
from qmon.dictionary import dictionary
from qmon.indicators import Indicator
from qmon.reference import categories, regions
from qmon.sql import literal, predicate, read_sql

HERE = Path(__file__).parent


def here(connection: duckdb.DuckDBPyConnection, statements: dict[str, str]) -> None:
    """Fill member and cells in the connection itself, some deliveries at a time; members as they come, since sorting takes longer."""
    for part in parts(connection):
        connection.execute(f"INSERT INTO member {read_sql(HERE / 'part.sql', of_deliveries=part, members=statements['member'])}")
    connection.execute(f"INSERT INTO cells {statements['cells']} ORDER BY ALL")


Fill = Callable[[duckdb.DuckDBPyConnection, dict[str, str]], None]


def from_curated(connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator], fill: Fill = here) -> None:
    """Create from sample_current the tables member, the samples that each indicator counts, and cells, their sums in the order of its key.

    fill: what fills the two tables by their `statements`: `here`, or a cluster (spark.fill).
    """
    _dimensions(connection)
    for table in ("member", "cells"):
        connection.execute(dictionary().ddl(table))
    fill(connection, statements(indicators))


def macros(connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]) -> None:
    """Create cells_as_of and pass_rate_as_of, cells and rates over the two time axes; the latter reads counted.bitemporal_count."""
    pooled = [literal(one.name) for one in indicators.values() if one.rate_of == "pass" and one.aggregation == "pooled"]
    as_of = members(indicators.values(), "sample_as_of(known_on, in_force_on)", "result_as_of(known_on, in_force_on)")
    cells_then = read_sql(HERE / "cells.sql", counted=as_of)
    connection.execute(read_sql(HERE / "as_of.sql", cells=cells_then, pooled=", ".join(pooled) or "''"))


def statements(indicators: dict[str, Indicator]) -> dict[str, str]:
    """The query of each of the two tables; that of cells reads member."""
    return {"member": members(indicators.values()), "cells": summed()}


def summed() -> str:
    """The query of cells over member."""
    return read_sql(HERE / "cells.sql", counted="FROM member")


def members(indicators: Iterable[Indicator], samples: str = "sample_current", results: str = "result_current") -> str:
    """A query over `samples` and their `results`: each sample in the population of each indicator, with what it adds to its counts.

    It needs the tables place and category."""
    known = list(indicators)
    own = [f",\n        count(*) FILTER (item_verdict = 'nonconforming' AND ({of})) AS {name}" for name, of in _own_items(known).items()]
    return read_sql(
        HERE / "member.sql",
        samples=samples,
        results=results,
        failing_items="".join(own),
        memberships=",\n".join(map(_membership, known)) or "CAST(NULL AS STRUCT(indicator VARCHAR))",
    )


def _membership(indicator: Indicator) -> str:
    passing, failing = _outcome(indicator)
    columns = frozenset(dictionary().tables["sample_history"].columns)
    exclusion = " OR ".join(f"({predicate(text, columns, indicator.name)})" for text in indicator.exclusions) or "false"
    return read_sql(
        HERE / "membership.sql",
        indicator=literal(indicator.name),
        period=", ".join(indicator.period),
        place=indicator.place,
        unit_key=indicator.firm or "CAST(NULL AS VARCHAR)",
        firm_is_maker="true" if indicator.firm in ("producer_name", "entrusting_name") else "false",
        strategies=", ".join(literal(code) for code in indicator.strategies),
        passing=passing,
        failing=failing,
        population=predicate(indicator.population, columns, indicator.name),
        exclusion=f"({exclusion})",
    )


def _outcome(indicator: Indicator) -> tuple[str, str]:
    """What a sample adds to n_pass and to n_fail: whether it passes, or how many of its items or specimens do."""
    if indicator.unit == "item":
        return "n_conforming_items", "n_nonconforming_items"
    column = indicator.verdict_column
    passing, failing = (f"{column} IN ({', '.join(map(literal, codes))})" for codes in (indicator.passes, indicator.fails))
    if indicator.unit == "specimen":
        # A batch that passes has no failing specimen where none is stated; one that fails without a number says nothing.
        failed = f"coalesce(n_specimens_failing, CASE WHEN {passing} THEN 0 END)"
        return f"n_specimens - {failed}", f"CASE WHEN n_specimens IS NOT NULL THEN {failed} END"
    if indicator.failing_items is not None:
        own = _own_name(indicator)
        said = f"coalesce(verdict_text IN ({', '.join(map(literal, indicator.failing_words)) or 'NULL'}), false)"
        own_failing = f"({failing}) AND (coalesce({own}, 0) > 0 OR {said})"
        return f"({passing}) OR (({failing}) AND n_nonconforming_items > 0 AND {own} = 0 AND NOT {said})", own_failing
    return passing, failing


def _own_items(indicators: list[Indicator]) -> dict[str, str]:
    """Name of a count of failing items -> what is asked of each, where an indicator asks for failing items of its own."""
    columns = frozenset(dictionary().tables["result"].columns)
    return {_own_name(one): predicate(one.failing_items, columns, one.name) for one in indicators if one.failing_items is not None}


def _own_name(indicator: Indicator) -> str:
    return f'"n_failing_{indicator.name}"'


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
