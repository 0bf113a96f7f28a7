"""Rates against a naive count: random samples go through cells and marts in SQL, and once more through plain Python."""

import datetime
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmon import cells, marts
from qmon.dictionary import dictionary
from qmon.indicators import Indicator, indicators
from qmon.reference import regions
from qmon.sql import read_sql

FOOD, FIRMS = "food_pass_rate", "consumer_firm_pass_rate"

samples = st.fixed_dictionaries(
    {
        "domain": st.sampled_from(["food", "consumer_goods"]),
        "inspection_type": st.sampled_from(["supervision", "supervision", "risk_monitoring", None]),
        "task_level": st.sampled_from(["national", "provincial", None]),
        "strategy": st.sampled_from(["selective", "selective", "objective", "suspect", None]),
        "stage": st.sampled_from(["production", "circulation", None]),
        "channel": st.sampled_from(["online", "offline", None]),
        "category_code": st.sampled_from(["F01", "F24", None]),
        "sampled_region": st.sampled_from(["370102", "371202", "370600", None]),
        "sampled_on": st.sampled_from([datetime.date(2024, 1, 31), datetime.date(2024, 2, 1), datetime.date(2024, 12, 31), None]),
        "producer_name": st.sampled_from(["虚构甲厂", "虚构乙厂", None]),
        "verdict_reported": st.sampled_from(["conforming", "conforming", "nonconforming", "not_tested", "void", None]),
        "void_reason": st.sampled_from([None, None, None, "备样破损"]),
        "held": st.sampled_from([False, False, False, True]),
    }
)


def database(rows: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    schema = dictionary().arrow_schema("sample_history")
    complete = [
        dict.fromkeys(schema.names)
        | {"sample_id": f"s{number}", "delivery_id": "d", "sheet": "", "row_no": number, "counterfeit": False}
        | row
        for number, row in enumerate(rows)
    ]
    connection.register("known", pa.Table.from_pylist(complete, schema))
    for name in ("sample_history", "sample_current"):
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM known")
    for table in ("result_history", "delivery", "finding", "decision", "event_history", "published"):
        connection.execute(dictionary().ddl(table))
    connection.execute("CREATE VIEW result_current AS SELECT * FROM result_history")
    connection.execute(read_sql(Path("qmon/curated/as_of.sql")))
    cells.from_curated(connection, indicators())
    marts.from_cells(connection, indicators(), {}, datetime.date(2026, 1, 15))
    return connection


def naive(
    rows: list[dict[str, Any]], indicator: Indicator, grouping: tuple[str, ...], kind: str
) -> dict[tuple[Any, ...], tuple[int, int, int]]:
    """(n, n_fail, n_held) by period and dimensions, one sample at a time, as the definition reads."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["domain"] != indicator.domain or row["strategy"] not in (
            ("selective", "objective") if indicator.domain == "food" else ("selective",)
        ):
            continue
        if row["inspection_type"] not in (("supervision", "combined", "evaluation") if indicator.domain == "food" else ("supervision",)):
            continue
        if row["verdict_reported"] == "void" or row["void_reason"] is not None:
            continue
        counts = row["verdict_reported"] in ("conforming", "nonconforming")
        if not counts and not row["held"]:
            continue
        day = row["sampled_on"]
        period = day and {"year": f"{day:%Y}", "month": f"{day:%Y-%m}", "quarter": f"{day:%Y}-Q{(day.month + 2) // 3}"}[kind]
        place = row["sampled_region"] and regions.prefecture_of(row["sampled_region"])
        by = {
            "region": place,
            "category": row["category_code"],
            "stage": row["stage"],
            "channel": row["channel"],
            "task_level": row["task_level"],
        }
        key = (period, *(by[name] if name in grouping or name == "task_level" else "ALL" for name in by))
        groups[key].append(row)
    return {key: _count(found, indicator) for key, found in groups.items()}


def _count(rows: list[dict[str, Any]], indicator: Indicator) -> tuple[int, int, int]:
    counted = [row for row in rows if not row["held"]]
    held = len(rows) - len(counted)
    if indicator.unit == "sample":
        return len(counted), sum(row["verdict_reported"] == "nonconforming" for row in counted), held
    firms = {row["producer_name"] for row in counted} - {None}
    failing = {row["producer_name"] for row in counted if row["verdict_reported"] == "nonconforming"} - {None}
    return len(firms), len(failing), held


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(samples, max_size=40))
def test_every_rate_equals_the_naive_count(rows: list[dict[str, Any]]) -> None:
    with database(rows) as connection:
        for name in (FOOD, FIRMS):
            indicator = indicators()[name]
            for kind in indicator.period_kinds:
                for grouping in indicator.groupings:
                    found = connection.execute(
                        "SELECT period, region_code, category_code, stage, channel, task_level, n, n_fail, n_held, n_pass, rate "
                        "FROM pass_rate "
                        "WHERE indicator = ? AND period_kind = ? AND grouping = ?",
                        [name, kind, "+".join(grouping) or "total"],
                    ).fetchall()
                    assert {row[:6]: row[6:9] for row in found} == naive(rows, indicator, grouping, kind)
                    for *_, n, n_fail, _, n_pass, rate in found:
                        assert n_pass == n - n_fail
                        assert rate == (n_pass / n if n else None)


def test_a_firm_passes_when_all_its_samples_of_the_period_pass() -> None:
    base = {
        "domain": "consumer_goods",
        "inspection_type": "supervision",
        "task_level": "provincial",
        "strategy": "selective",
        "held": False,
    }
    rows = [
        base | {"producer_name": "甲", "verdict_reported": "conforming", "sampled_on": datetime.date(2024, 1, 1)},
        base | {"producer_name": "甲", "verdict_reported": "nonconforming", "sampled_on": datetime.date(2024, 2, 1)},
        base | {"producer_name": "乙", "verdict_reported": "conforming", "sampled_on": datetime.date(2024, 2, 1)},
    ]
    with database(rows) as connection:
        asked = "SELECT period, n, n_pass FROM pass_rate WHERE indicator = 'consumer_firm_pass_rate' AND grouping = 'total' ORDER BY period"
        assert connection.execute(asked).fetchall() == [("2024", 2, 1), ("2024-01", 1, 1), ("2024-02", 2, 1), ("2024-Q1", 2, 1)]


def test_an_unknown_dimension_is_empty_and_a_sum_is_all() -> None:
    row = {
        "domain": "food",
        "inspection_type": "supervision",
        "task_level": "county",
        "strategy": "selective",
        "verdict_reported": "conforming",
        "held": False,
    }
    with database([row]) as connection:
        asked = (
            "SELECT grouping, region, category, period FROM pass_rate "
            "WHERE indicator = 'food_pass_rate' AND period_kind = 'year' AND grouping IN ('total', 'region')"
        )
        assert sorted(connection.execute(asked).fetchall()) == [("region", None, "ALL", None), ("total", "ALL", "ALL", None)]


def test_a_place_counts_within_todays_boundaries() -> None:
    row = {
        "domain": "food",
        "inspection_type": "supervision",
        "strategy": "selective",
        "verdict_reported": "conforming",
        "held": False,
        "sampled_region": "371202",
    }
    with database([row]) as connection:
        asked = "SELECT DISTINCT region FROM pass_rate WHERE grouping = 'region' AND indicator = 'food_pass_rate'"
        assert connection.execute(asked).fetchall() == [("济南市",)]


def test_printed_rates_are_rounded_once_half_to_even() -> None:
    indicator = indicators()[FOOD]
    assert [indicator.printed(*counts) for counts in ((23348, 23852), (1, 8), (0, 0), (5, 5), (19999, 20000))] == [
        "97.89",
        "12.50",
        None,
        "100.00",
        "100.00",
    ]
    assert indicator.model_copy(update={"decimals": 1}).printed(1, 16) == "6.2"
    assert indicator.model_copy(update={"decimals": 1, "rounding": "half_up"}).printed(1, 16) == "6.3"
    assert indicator.model_copy(update={"decimals": 0}).printed(1, 8) == "12"
    assert indicator.model_copy(update={"decimals": 0, "rounding": "half_up"}).printed(1, 8) == "13"
