"""funnel (漏斗图): places and laboratories against the rate of all, never by rank."""

from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from qmon.engine import fetch
from qmon.sql import read_sql
from qmon.statistics.funnel import funnel

LEAST_UNITS = 3  # fewer say nothing about how units vary


def rows(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One row for each place or laboratory of an indicator, a year and a task level, where there are at least three of them."""
    found = fetch(connection, read_sql(Path(__file__).with_suffix(".sql")))
    made = []
    for (indicator, period, level, kind), members in groupby(found, key=lambda row: row[:4]):
        counts = {unit: (k, n) for *_, unit, n, k in members}
        if len(counts) < LEAST_UNITS:
            continue
        shape = funnel(counts)
        made += [
            {"indicator": indicator, "period": period, "task_level": level, "unit_kind": kind, "unit_name": unit}
            | {"n": counts[unit][1], "rate": one.share, "centre": shape.centre, "between": shape.between}
            | one._asdict()
            for unit, one in shape.units.items()
        ]
    return [{name: value for name, value in row.items() if name != "share"} for row in made]
