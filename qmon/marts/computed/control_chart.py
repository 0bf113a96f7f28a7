"""control_chart (控制图): the months and quarters of each number by Laney's p' chart."""

from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from qmon.engine import fetch
from qmon.sql import read_sql
from qmon.statistics.control import laney_chart

LEAST_PERIODS = 8  # fewer moving ranges make no stable limit


def rows(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One row for each period of a total, where there are at least eight of them."""
    found = fetch(connection, read_sql(Path(__file__).with_suffix(".sql")))
    made = []
    for (indicator, kind, level), members in groupby(found, key=lambda row: row[:3]):
        points = [(period, n, k) for *_, period, n, k in members]
        if len(points) < LEAST_PERIODS:
            continue
        chart = laney_chart([(k, n) for _, n, k in points])
        made += [
            {"indicator": indicator, "period_kind": kind, "task_level": level, "period": period, "n": n, "rate": point.share}
            | {
                "centre": chart.centre,
                "control_low": point.low,
                "control_high": point.high,
                "sigma_z": chart.sigma_z,
                "signal": point.signal,
            }
            for (period, n, _), point in zip(points, chart.points, strict=True)
        ]
    return made
