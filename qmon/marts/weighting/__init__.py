"""The weighted rates of indicators that declare weights, stratum by stratum, out of cells and output values."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from qmon.dictionary import dictionary
from qmon.engine import fetch
from qmon.indicators import Indicator
from qmon.sql import read_sql
from qmon.statistics.counts import Counts
from qmon.statistics.weighting import Stratum, Weighted, weighted_rate

HERE = Path(__file__).parent
_EARLIER = {"quarter": 4, "year": 1}  # how many periods back carry_forward looks
_LEAST_STRATA = 0.8  # a year with fewer strata than this share of the fullest year is half a list, and the year before it counts on
_SHARES = pa.schema(
    [(name, pa.string()) for name in ("indicator", "grouping", "period_kind", "period", "region_code", "industry")]
    + [("share_passing", pa.float64()), ("n_effective", pa.float64()), ("covered", pa.float64())]
)


def from_cells(connection: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]) -> None:
    """Create the table stratum, one row for each stratum of a weighted rate, and register weighted, one row for each such rate."""
    connection.execute(dictionary().ddl("stratum"))
    rates: list[dict[str, Any]] = []
    strata: list[dict[str, Any]] = []
    values = _output_values(connection)
    for indicator in indicators.values():
        if indicator.weights is None:
            continue
        counts = _counts(connection, indicator)
        for key, weights, found in _weighted(indicator, counts, values):
            row = dict(zip(("grouping", "period_kind", "period", "region_code", "industry"), key, strict=True)) | {
                "indicator": indicator.name
            }
            rates.append(
                row | {"share_passing": float(found.rate), "n_effective": found.n_effective, "covered": float(found.covered)},
            )
            if key[0] == "total":
                strata += [
                    {
                        "indicator": indicator.name,
                        "period_kind": key[1],
                        "period": key[2],
                        "region_code": region,
                        "industry": industry,
                        "output_value": weights[region, industry],
                        "weight": float(term.weight),
                        "n": term.n,
                        "n_pass": term.k,
                        "rate": None if term.rate is None else float(term.rate),
                        "rate_from": term.rate_from,
                    }
                    for (region, industry), term in found.terms.items()
                ]
    connection.register("weighted", pa.Table.from_pylist(rates, _SHARES))
    connection.register("strata", pa.Table.from_pylist(strata, dictionary().arrow_schema("stratum")))
    connection.execute("INSERT INTO stratum FROM strata ORDER BY ALL")
    connection.unregister("strata")


def _weighted(
    indicator: Indicator, counts: dict[str, dict[str, dict[Stratum, Counts]]], values: dict[str, dict[Stratum, Any]]
) -> Iterator[tuple[tuple[str, str, str, str, str], dict[Stratum, Any], Weighted]]:
    """Each rate by (grouping, period kind, period, region, industry), with the output values that weigh it."""
    assert indicator.weights is not None
    fullest = max((len(strata) for strata in values.values()), default=0)
    for kind, by_period in counts.items():
        for period, now in by_period.items():
            years = [year for year in values if year <= period[:4] and len(values[year]) >= _LEAST_STRATA * fullest]
            if not years:
                continue
            # A stratum with samples and no output value weighs nothing, and lends to its division.
            whole = dict.fromkeys(now, Decimal(0)) | values[max(years)]
            earlier = _earlier(by_period, period, _EARLIER.get(kind, 0))
            for grouping in indicator.groupings:
                for region, industry, weights in _subsets(whole, grouping):
                    exact = {stratum: Fraction(value) for stratum, value in weights.items()}
                    found = weighted_rate(now, exact, indicator.weights.empty, indicator.weights.least_n, earlier)
                    if found is not None:
                        yield ("+".join(grouping) or "total", kind, period, region, industry), weights, found


def _subsets(whole: dict[Stratum, Any], grouping: tuple[str, ...]) -> Iterator[tuple[str, str, dict[Stratum, Any]]]:
    """The weights of each group: of all, of each region, of each industry, or of each of both."""
    groups: dict[tuple[str, str], dict[Stratum, Any]] = defaultdict(dict)
    for (region, industry), value in whole.items():
        key = (region if "region" in grouping else "ALL", industry if "industry" in grouping else "ALL")
        groups[key][region, industry] = value
    for (region, industry), weights in groups.items():
        yield region, industry, weights


def _earlier(by_period: dict[str, dict[Stratum, Counts]], period: str, back: int) -> dict[Stratum, Counts]:
    """The newest earlier counts of each stratum, at most `back` periods of those there are."""
    found: dict[Stratum, Counts] = {}
    for earlier in sorted(one for one in by_period if one < period)[-back:] if back else []:
        found |= {stratum: counts for stratum, counts in by_period[earlier].items() if counts[0]}
    return found


def _counts(connection: duckdb.DuckDBPyConnection, indicator: Indicator) -> dict[str, dict[str, dict[Stratum, Counts]]]:
    """By period kind and period the units and passing units of each stratum."""
    counts: dict[str, dict[str, dict[Stratum, Counts]]] = defaultdict(lambda: defaultdict(dict))
    rows = fetch(connection, read_sql(HERE / "counts.sql"), {"indicator": indicator.name})
    for kind, period, region, industry, n, n_pass in rows:
        counts[kind][period][region, industry] = (n, n_pass)
    return counts


def _output_values(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[Stratum, Any]]:
    """By year the output value of each stratum, places under today's boundaries."""
    values: dict[str, dict[Stratum, Any]] = defaultdict(dict)
    for year, region, industry, value in fetch(connection, read_sql(HERE / "values.sql")):
        values[year][region, industry] = value
    return values
