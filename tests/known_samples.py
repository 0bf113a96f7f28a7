"""Random samples as an office may know them, and the database that cells and marts make of them."""

import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import strategies as st

from qmon import cells, marts
from qmon.dictionary import dictionary
from qmon.indicators import indicators
from qmon.sql import read_sql

JOINT = "2024年交通运输产品质量联动监督抽查"
OUTPUT = {("370100", "C13"): 300, ("371200", "C13"): 100, ("370600", "C13"): 50, ("370600", "C35"): 150}

_CATEGORIES = {
    "food": ["F01", "F24", None],
    "consumer_goods": ["PP001", "PP039", "PP041", "PP044", "PP060", None],
    "agri_input": ["AP01", "AP", "AV02", "AD01", "AF07", "AS01", "AM01", None],
}
_VERDICTS = ["conforming", "conforming", "nonconforming", "not_tested", "void", None]
# (track, reported verdict, kind, qualifier) of the items of a sample.
_ITEMS = st.lists(
    st.tuples(
        st.sampled_from(["supervision", "supervision", "risk"]),
        st.sampled_from(["conforming", "nonconforming", "not_judged", "problem"]),
        st.sampled_from(["physical", "label", None]),
        st.sampled_from(["=", "nd", None]),
    ),
    max_size=3,
)


def _sample(domain: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "domain": st.just(domain),
            "inspection_type": st.sampled_from(
                ["supervision", "supervision", "risk_monitoring", "evaluation", "routine", "combined", None]
            ),
            "task_level": st.sampled_from(["national", "provincial", None]),
            "campaign": st.sampled_from([None, "2024年跟踪抽查", JOINT]),
            "strategy": st.sampled_from(["selective", "selective", "objective", "suspect", None]),
            "stage": st.sampled_from(["production", "circulation", None]),
            "channel": st.sampled_from(["online", "offline", None]),
            "category_code": st.sampled_from(_CATEGORIES[domain]),
            "sampled_region": st.sampled_from(["370102", "371202", "370600", None]),
            "sampled_on": st.sampled_from([datetime.date(2024, 1, 31), datetime.date(2024, 2, 1), datetime.date(2024, 12, 31), None]),
            "producer_scale": st.sampled_from(["large", "small", None]),
            "industry": st.sampled_from(["C13", "C35", None]),
            "risk_verdict_reported": st.sampled_from(["problem", "not_judged", None]),
            "items": _ITEMS,
            "producer_region": st.sampled_from(["370102", "371202", "370600", "110000", None]),
            "producer_name": st.sampled_from(["虚构甲厂", "虚构乙厂", None]),
            "counterfeit": st.sampled_from([False, False, True]),
            "listing": st.sampled_from([None, "all", "paired", "failures"]),
            "linked_sample_id": st.sampled_from([None, None, None, "s0"]),
            "verdict_reported": st.sampled_from(_VERDICTS),
            "verdict_text": st.sampled_from(["假农药", "劣质农药", None]),
            "n_specimens": st.sampled_from([None, 1, 20]),
            "n_specimens_failing": st.sampled_from([None, 0, 1]),
            "verdict_derived": st.sampled_from(_VERDICTS),
            "promises_items": st.booleans(),
            "n_supervision": st.sampled_from([0, 1, 2]),
            "void_reason": st.sampled_from([None, None, None, "备样破损"]),
            "held": st.sampled_from([False, False, False, True]),
        }
    )


samples = st.sampled_from(["food", "consumer_goods", "agri_input"]).flatmap(_sample)


def database(rows: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    """The samples with cells and marts of every indicator."""
    connection = known_samples(rows)
    cells.from_curated(connection, indicators())
    marts.counted.from_curated(connection, indicators())
    cells.macros(connection, indicators())
    with marts.from_cells(connection, indicators(), {}, datetime.date(2026, 1, 15)):
        pass
    return connection


def known_samples(rows: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    """The samples as they are known."""
    connection = duckdb.connect()
    schema = dictionary().arrow_schema("sample_history")
    complete = [
        dict.fromkeys(schema.names)
        | {"sample_id": f"s{number}", "delivery_id": "d", "sheet": "", "row_no": number, "counterfeit": False}
        | {name: value for name, value in row.items() if name != "items"}
        for number, row in enumerate(rows)
    ]
    connection.register("known", pa.Table.from_pylist(complete, schema))
    result_schema = dictionary().arrow_schema("result_history")
    tested = [
        dict.fromkeys(result_schema.names)
        | {"sample_id": f"s{number}", "track": track, "item_verdict": verdict}
        | {"item_kind": kind, "qualifier": qualifier}
        for number, row in enumerate(rows)
        for track, verdict, kind, qualifier in row.get("items", [])
    ]
    connection.register("known_results", pa.Table.from_pylist(tested, result_schema))
    for name in ("sample_history", "sample_current"):
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM known")
    for name in ("result_history", "result_current"):
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM known_results")
    connection.execute(dictionary().ddl("output_value"))
    for (region, industry), value in OUTPUT.items():
        connection.execute(
            "INSERT INTO output_value BY NAME "
            "SELECT $region AS region_code, $industry AS industry, $value AS output_value, '2023' AS output_year",
            {"region": region, "industry": industry, "value": value},
        )
    for table in ("planned", "delivery", "finding", "decision", "event_history", "published"):
        connection.execute(dictionary().ddl(table))
    connection.execute(read_sql(Path("qmon/curated/as_of.sql")))
    return connection
