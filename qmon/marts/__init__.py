"""marts: what analysts read. Each .sql file here is one table, in views/ one view: its first line says what a row is."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from qmon.dictionary import dictionary
from qmon.findings import rules
from qmon.indicators import DIMENSIONS, Indicator
from qmon.marts import computed, occurrence, views, weighting
from qmon.reference.items import hazard_classes
from qmon.sources.contract import Source
from qmon.sql import meaning, read_sql
from qmon.statistics import macros

HERE = Path(__file__).parent
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # the C library writes ten times as fast


@contextmanager
def from_cells(
    connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator], sources: dict[str, Source], today: datetime.date
) -> Iterator[None]:
    """Create every mart as of `today` from cells and counted, the views over them, and the macros that keep an interval with any roll-up
    of cells. What takes longest, `occurrence`, is estimated beside the others and what is done within, and is there at the end."""
    connection.execute(macros())
    connection.register("breakdown", _breakdown(indicators))
    connection.register("indicator_file", _indicator_file(indicators))
    connection.register("source_file", _source_file(sources, today))
    connection.register("printed_as", _printed_as(indicators))
    connection.register("printing", _printing(indicators))
    known = hazard_classes()
    hazards = {"hazard_class": [one.code for one in known], "hazard": [one.name for one in known]}
    connection.register("hazard", pa.table(hazards))
    connection.register(
        "rule_file",
        pa.Table.from_pylist([rule.model_dump(include={"code", "title", "severity", "why", "remedy"}) for rule in rules().values()]),
    )
    with occurrence.beside(connection):
        weighting.from_cells(connection, indicators)
        for name, path in files().items():
            connection.execute(f'CREATE TABLE "{name}" AS {read_sql(path)}')
        computed.from_marts(connection)
        for name, path in views.FILES.items():
            connection.execute(f'CREATE VIEW "{name}" AS {read_sql(path)}')
        yield


def files() -> dict[str, Path]:
    """The marts by name."""
    return {path.stem: path for path in sorted(HERE.glob("*.sql"))}


def meanings() -> dict[str, str]:
    """What one row of each table and view of a release is: of the dictionary's tables, and of the marts by their first line."""
    book = dictionary()
    said = {table.name: f"{table.zh}：one row is {table.row}" for table in book.tables.values()}
    for what in ("sample", "result"):
        said[f"{what}_current"] = f"{book.tables[what].zh}（现状）：one row is one {what} as it is known now to stand finally"
    written = files() | views.FILES
    return said | {name: meaning(path) for name, path in written.items()}


def _breakdown(indicators: dict[str, Indicator]) -> pa.Table:
    """One row for each indicator, period kind and grouping: by which dimensions it breaks down; what is never pooled always is."""
    rows = []
    for indicator in indicators.values():
        for kind in indicator.period_kinds:
            for grouping in indicator.groupings:
                by = {f"by_{name}": name in grouping or name in indicator.never_pooled for name in DIMENSIONS}
                rows.append(
                    {
                        "indicator": indicator.name,
                        "period_kind": kind,
                        "grouping": "+".join(grouping) or "total",
                        "counts_firms": indicator.unit == "firm",
                    }
                    | by
                )
    return pa.Table.from_pylist(rows)


def _source_file(sources: dict[str, Source], today: datetime.date) -> pa.Table:
    rows = [
        {"source": one.name, "supplier": one.supplier, "cadence": one.cadence, "lag_days": one.lag_days, "known": today}
        for one in sources.values()
    ]
    kinds = {"source": pa.string(), "supplier": pa.string(), "cadence": pa.string(), "lag_days": pa.int64(), "known": pa.date32()}
    return pa.Table.from_pylist(rows, schema=pa.schema(list(kinds.items())))


def _printed_as(indicators: dict[str, Indicator]) -> pa.Table:
    """One row for each word under which the number of an indicator is printed, and the unit that it then counts."""
    rows = [
        {"indicator": one.name, "domain_text": word, "unit_counted": _word(one), "counts_firms": one.unit == "firm"}
        | {"own_decimals": one.decimals, "domain": one.domain}
        for one in indicators.values()
        for word in one.printed_as
    ]
    kinds = [
        ("indicator", pa.string()),
        ("domain_text", pa.string()),
        ("unit_counted", pa.string()),
        ("counts_firms", pa.bool_()),
        ("own_decimals", pa.int64()),
        ("domain", pa.string()),
    ]
    return pa.Table.from_pylist(rows, pa.schema(kinds))


def _word(indicator: Indicator) -> str:
    """The unit as bodies print it: 企业, whatever its role."""
    return indicator.unit_counted.partition("（")[0]


def _printing(indicators: dict[str, Indicator]) -> pa.Table:
    """One row for each indicator: what its rate is the share of, how rates of a year are made, and how they are printed."""
    rows = [
        {
            "indicator": one.name,
            "rate_of": one.rate_of,
            "aggregation": one.aggregation,
            "index_base": one.index_base,
            "is_clustered": one.unit in ("item", "specimen"),
            "decimals": one.decimals,
            "half_up": one.rounding == "half_up",
        }
        for one in indicators.values()
    ]
    kinds = [
        ("indicator", pa.string()),
        ("rate_of", pa.string()),
        ("aggregation", pa.string()),
        ("index_base", pa.string()),
        ("is_clustered", pa.bool_()),
        ("decimals", pa.int64()),
        ("half_up", pa.bool_()),
    ]
    return pa.Table.from_pylist(rows, pa.schema(kinds))


def _indicator_file(indicators: dict[str, Indicator]) -> pa.Table:
    rows = [
        {
            "indicator": one.name,
            "title": one.title,
            "title_en": one.title_en,
            "domain": one.domain,
            "unit_counted": one.unit_counted,
            "definition": yaml.dump(one.model_dump(mode="json", exclude={"name"}), Dumper=_DUMPER, allow_unicode=True, sort_keys=False),
            "version": one.version,
            "owner": one.owner,
            "audience": one.audience,
            "origin": one.origin,
        }
        for one in indicators.values()
    ]
    return pa.Table.from_pylist(rows)
