"""The audit of verdicts: counts, reasons and interval by laboratory, source and item."""

import duckdb
import pyarrow as pa
import pytest

from qmon import marts
from qmon.dictionary import dictionary
from qmon.sql import read_sql
from qmon.statistics import macros

SAMPLES = [
    {"sample_id": "s1", "source": "a", "lab": "虚构一所", "linked_sample_id": None},
    {"sample_id": "s2", "source": "a", "lab": None, "linked_sample_id": None},
    {"sample_id": "s3", "source": "a", "lab": None, "linked_sample_id": "s2"},
]


def audit(results: list[tuple[str, str | None, str | None, str | None]]) -> list[tuple[object, ...]]:
    """The rows of the mart over results of one item: sample, reported verdict, derived verdict, reason."""
    sample, result = (dictionary().arrow_schema(f"{name}_history") for name in ("sample", "result"))
    rows = [
        {
            "sample_id": sample_id,
            "item_name": "铅",
            "item_verdict": reported,
            "item_verdict_derived": derived,
            "item_verdict_reason": reason,
        }
        for sample_id, reported, derived, reason in results
    ]
    with duckdb.connect() as connection:
        connection.execute(macros())
        for name, schema, content in (("sample_current", sample, SAMPLES), ("result_current", result, rows)):
            complete = [dict.fromkeys(schema.names) | row for row in content]
            connection.register(name, pa.Table.from_pylist(complete, schema))
        connection.execute("CREATE SCHEMA counted")
        connection.execute(f"CREATE TABLE counted.audited_result AS {marts.counted.queries({})['audited_result']}")
        return connection.execute(read_sql(marts.files()["verdict_audit"])).fetchall()


def test_each_laboratory_has_its_counts_and_reasons() -> None:
    rows = audit(
        [
            *[("s1", "conforming", "conforming", None)] * 9,
            ("s1", "conforming", "nonconforming", None),
            ("s1", "conforming", None, "no_limit"),
            *[("s1", "nonconforming", None, "unread_result")] * 2,
            ("s2", "problem", "problem", None),
        ]
    )
    assert [row[:9] for row in rows] == [
        ("a", "虚构一所", "铅", None, 13, 9, 1, 3, "unread_result 2; no_limit 1"),
        ("a", None, "铅", None, 1, 1, 0, 0, None),
    ]
    (share, low, high), _ = (row[9:] for row in rows)
    assert share == 0.1
    assert (low, high) == pytest.approx((0.0179, 0.4042), abs=1e-4)


def test_an_item_of_which_nothing_is_derivable_has_no_share() -> None:
    ((*_, reasons, share, low, high),) = audit([("s1", "conforming", None, "no_limit")])
    assert (reasons, share, low, high) == ("no_limit 1", None, None, None)


@pytest.mark.parametrize(
    "row", [("s3", "conforming", "nonconforming", None), ("s1", "void", "conforming", None), ("s1", None, None, "no_limit")]
)
def test_what_is_linked_void_or_without_verdict_is_not_compared(row: tuple[str, str | None, str | None, str | None]) -> None:
    assert audit([row]) == []
