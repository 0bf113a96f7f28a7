"""small_area (小域估计): places and categories with few samples, each raw rate beside the one drawn to the mean of all."""

from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from qmon.engine import fetch
from qmon.sql import read_sql
from qmon.statistics.shrinkage import shrink


def rows(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One row for each place or category of an indicator, a year and a task level, where a prior can be learned from them."""
    found = fetch(connection, read_sql(Path(__file__).with_suffix(".sql")))
    made = []
    for (indicator, grouping, period, level), members in groupby(found, key=lambda row: row[:4]):
        counts = {unit: (k, n) for *_, unit, n, k in members}
        try:
            learned = shrink(counts)
        except ValueError:  # too few of them, or all of one outcome
            continue
        made += [
            {"indicator": indicator, "grouping": grouping, "period": period, "task_level": level, "area": unit, "n": counts[unit][1]}
            | {"rate": area.raw, "shrunk_rate": area.share, "credible_low": area.low, "credible_high": area.high, "own_share": area.own}
            for unit, area in learned.areas.items()
        ]
    return made
