"""Judges again the few items of a delivery whose verdict does not follow from their own row: sums of components, rounded comparison."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from qmon import readings
from qmon.dictionary import dictionary
from qmon.engine import fetch_dicts, fetch_one
from qmon.grammar import Limit
from qmon.reference import components, limits
from qmon.reference.items import normal_item
from qmon.sql import read_sql
from qmon.verdict import standard as standards
from qmon.verdict.components import derive_sum
from qmon.verdict.item import Comparison, Derived, derive, near

HERE = Path(__file__).parent
_AGAIN = ("sheet", "row_no", "item_name", "item_verdict_derived", "item_verdict_reason", "near_limit")
_UNREAD = ("no_result", "unread_result")
Row = dict[str, Any]


def judge_results(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the view judged_result: the results of the delivery without repeated rows, some of them judged again.

    A sum without a readable result is judged by its components, where the delivery has them as items of the same sample; against its limit
    they are then not judged themselves. A limit is compared as the standard says that is in force for item, product and day, where
    the delivery describes the sample and its limit is the standard's.
    """
    connection.execute("CREATE TEMP VIEW judged_once AS SELECT * FROM conformed_result ANTI JOIN repeated USING (sheet, row_no)")
    rounded = [limit for limit in limits.limits() if limit.comparison == "rounded"]
    wanted = {"summed": list(components.sums()), "rounded": sorted({product for limit in rounded for product in limit.products})}
    connection.execute(f"CREATE TEMP TABLE again_sample AS {read_sql(HERE / 'again_samples.sql')}", wanted)
    found: list[Row] = []
    if fetch_one(connection, "SELECT count(*) FROM again_sample")[0]:
        of_sample: dict[str, list[Row]] = defaultdict(list)
        for row in fetch_dicts(connection, read_sql(HERE / "again_results.sql")):
            of_sample[row["sample_id"]].append(row)
        found = [again for rows in of_sample.values() for again in _judged_again(rows)]
    if not found:
        connection.execute("CREATE TEMP VIEW judged_result AS FROM judged_once")
        return
    schema = pa.schema([dictionary().arrow_schema("result").field(name) for name in _AGAIN])
    connection.register("again", pa.Table.from_pylist(found, schema))
    connection.execute(f"CREATE TEMP VIEW judged_result AS {read_sql(HERE / 'again_applied.sql')}")


def _judged_again(rows: list[Row]) -> Iterator[Row]:
    """The results of one sample that are judged otherwise than by their own row, with their verdicts.

    A name that stands twice on the sample says of neither result which it is: both stay as they are.
    """
    named: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        named[normal_item(row["item_name"])].append(row)
    single = {name: same[0] for name, same in named.items() if len(same) == 1}
    judged = {name for row in single.values() for name in _components(row) if name in named}
    for name, row in single.items():
        limit, comparison = _limit(row)
        given = {"item_name": row["item_name"], "item_kind": row["item_kind"], "track": row["track"], "comparison": comparison}
        parts = [part for part in _components(row) if part in named]
        if parts:
            results = [readings.result_in(single[part]) if part in single else None for part in _components(row)]
            yield _as_row(row, *derive_sum(results, limit, **given))
            alone = [part for part in parts if part in single]
            yield from (_as_row(single[part], Derived(reason="component"), False) for part in alone if _same_limit(single[part], row))
        elif comparison == "rounded" and name not in judged:
            result = readings.result_in(row)
            yield _as_row(row, derive(result, limit, **given), near(result, limit, comparison))


def _components(row: Row) -> tuple[str, ...]:
    """The components by which an item without a readable result is judged."""
    return components.components_of(row["item_code"], row["item_name"]) if row["item_verdict_reason"] in _UNREAD else ()


def _limit(row: Row) -> tuple[Limit, Comparison]:
    """The limit of an item and how it is compared: as the standard says whose limit it is, else by full values.

    Rounded values are held against the standard's own print of the limit, which says their last place.
    """
    delivered = readings.limit_in(row)
    standard = limits.in_force(row["item_code"], row["product"], row["basis"], row["limit_day"]).limit
    if standard is None or standard.comparison != "rounded" or not standards.same(delivered, standards.standard_limit(standard)):
        return delivered, "full_value"
    return dataclasses.replace(standards.standard_limit(standard), basis=delivered.basis, reason=delivered.reason), "rounded"


def _same_limit(part: Row, whole: Row) -> bool:
    return part["limit_operator"] is not None and standards.same(readings.limit_in(part), readings.limit_in(whole))


def _as_row(row: Row, derived: Derived, is_near: bool) -> Row:
    said = (row["sheet"], row["row_no"], row["item_name"], derived.verdict, derived.reason, is_near)
    return dict(zip(_AGAIN, said, strict=True))
