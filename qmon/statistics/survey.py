"""Design-based estimates (抽样设计估计) by the library svy: strata, firms as clusters, finite populations, and the design effect."""

from typing import NamedTuple

import pyarrow as pa


class Estimate(NamedTuple):
    """An estimate, its standard error by Taylor linearisation, and how many times the variance of a simple random sample it has."""

    value: float
    standard_error: float
    design_effect: float | None


class Design(NamedTuple):
    """Names of the columns that say how the samples were drawn: stratum, cluster (a firm, 企业), unit within the cluster, weight, and how
    many clusters (and units in each cluster) there are in the population, where that is known."""

    stratum: str | None = None
    cluster: str | None = None
    unit: str | None = None
    weight: str | None = None
    clusters_in_population: str | None = None
    units_in_cluster: str | None = None


def mean(rows: pa.Table, column: str, design: Design) -> Estimate:
    """The weighted mean of a column; of 0 and 1 the rate."""
    return _estimate(rows, column, design, "mean")


def total(rows: pa.Table, column: str, design: Design) -> Estimate:
    """The weighted sum of a column."""
    return _estimate(rows, column, design, "total")


def _estimate(rows: pa.Table, column: str, design: Design, what: str) -> Estimate:
    # svy and its polars take a second to import, and serve where an analyst asks; a night needs neither (pip install qmon[survey]).
    import polars
    import svy

    clusters, units = design.clusters_in_population, design.units_in_cluster
    population = svy.PopSize(psu=clusters, ssu=units) if clusters is not None and units is not None else clusters
    drawn = svy.Design(stratum=design.stratum, psu=design.cluster, ssu=design.unit, wgt=design.weight, pop_size=population)
    sample = svy.Sample(polars.DataFrame(rows.to_pydict()), drawn)
    (found,) = getattr(sample.estimation, what)(column, deff="wr").to_dicts()
    return Estimate(float(found["est"]), float(found["se"]), None if found.get("deff") is None else float(found["deff"]))
