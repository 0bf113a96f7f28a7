"""occurrence (检出水平): how often and how much of each item is found, bounds and share censored always beside what is estimated."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qmon.dictionary import dictionary
from qmon.sql import read_sql
from qmon.statistics.censored import Summary, summarise
from qmon.statistics.censored_sample import Frequencies, Sample

HERE = Path(__file__).parent
_ESTIMATES = ("mean", "median", "p95", "p975")


@contextmanager
def beside(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Create the table occurrence from counted.measured_result, while other things are made: estimates are arithmetic, and take longest.

    Sources, strategies and tracks are never pooled, nor units of different dimensions; within one dimension values are converted, and
    shown in the unit that most results have. Where a censored result states no limit nothing is estimated, and no middle or upper bound is
    given."""
    with ThreadPoolExecutor(1) as thread:
        estimating = thread.submit(_estimated, connection.sql(read_sql(HERE / "groups.sql")).to_arrow_table())
        yield
        connection.register("estimated", estimating.result())
    connection.execute(dictionary().ddl("occurrence"))
    connection.execute(f"INSERT INTO occurrence BY NAME {read_sql(HERE / 'occurrence.sql')} ORDER BY ALL")
    connection.unregister("estimated")


def _estimated(groups: pa.Table) -> pa.Table:
    """The groups with their estimates."""
    summaries = list(_summaries(groups))
    table = groups.append_column("method", pa.array([None if one is None else one.method for one in summaries], pa.string()))
    for name in _ESTIMATES:
        found = [None if one is None else getattr(one, name) for one in summaries]
        table = table.append_column(name, pa.array(found, pa.float64()))
    return table


def _summaries(groups: pa.Table) -> Iterator[Summary | None]:
    """The estimates of each group; a category of one item, or a single year, has the results of a group that was there before."""
    known: dict[tuple[bytes, ...], Summary] = {}
    parts = (_lists(groups, "measured"), _lists(groups, "censoring"), groups["n_without_limit"].to_pylist())
    for values, limits, without in zip(*parts, strict=True):
        if without:
            yield None
            continue
        sample = Sample(Frequencies.of(*values), Frequencies.of(*limits))
        results = tuple(part.tobytes() for counts in sample for part in counts)
        if results not in known:
            known[results] = summarise(sample)
        yield known[results]


def _lists(groups: pa.Table, what: str) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The numbers of each group, and how often each occurs."""
    columns = [groups[f"{what}_{part}"].combine_chunks() for part in ("numbers", "times")]
    numbers, times = (column.flatten().to_numpy(zero_copy_only=False) for column in columns)
    lengths = pc.fill_null(pc.list_value_length(columns[0]), 0).to_numpy()
    ends = lengths.cumsum()
    for start, end in zip(ends - lengths, ends, strict=True):
        yield numbers[start:end], times[start:end]
