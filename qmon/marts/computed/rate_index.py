"""rate_index (比率指数): numbers that declare a base year, free of how the mix of categories moves: fixed mix, and chain-linked."""

from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from qmon.engine import fetch
from qmon.sql import read_sql
from qmon.statistics.counts import Counts
from qmon.statistics.indices import chain_linked, fixed_mix, mix_of


def rows(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One row for each quarter or year of an indicator with a base year, at a task level; periods without samples are passed over."""
    found = fetch(connection, read_sql(Path(__file__).with_suffix(".sql")))
    made = []
    for (indicator, level), counted in groupby(found, key=lambda row: row[:2]):
        kinds: dict[str, dict[str, dict[str, Counts]]] = {}
        base = ""
        for *_, base_year, kind, period, category, n, k in counted:
            kinds.setdefault(kind, {}).setdefault(period, {})[category] = (n, k)
            base = base_year
        weights = mix_of(kinds["year"].get(base, {}))
        for kind, periods in kinds.items():
            chain = chain_linked(list(periods.values()))
            for (period, categories), link in zip(periods.items(), chain, strict=True):
                held = fixed_mix(categories, weights) if weights else None
                n, k = (sum(column) for column in zip(*categories.values(), strict=True))
                made.append(
                    {"indicator": indicator, "period_kind": kind, "task_level": level, "period": period, "n": n, "rate": k / n}
                    | {"base_period": base, "fixed_mix_rate": _float(held and held[0]), "mix_covered": _float(held and held[1])}
                    | {"chain_index": _float(link)}
                )
    return made


def _float(exact: Fraction | None) -> float | None:
    return None if exact is None else float(exact)
