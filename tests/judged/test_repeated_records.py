"""Repeated records: dropped are those that equal an earlier one in every cell, in whatever order the engine answers."""

from typing import Any

import duckdb
import pyarrow as pa
import pytest

from qmon import intake, landed, night
from qmon.sources import sources
from tests.conftest import Office


class _Backwards:
    """A connection that, until it is entered, answers its rows in the opposite order, as scans by several threads may."""

    def __init__(self, *made: Any, **named: Any) -> None:
        self.connection = _connect(*made, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def sql(self, query: str, params: Any) -> Any:
        answer = self.connection.sql(query, params=params).to_arrow_table()
        backwards = answer.take(pa.array(range(answer.num_rows))[::-1])

        class Answer:
            def to_arrow_table(self) -> pa.Table:
                return backwards

        return Answer()


_connect = landed.connect


def test_what_the_engine_says_of_a_record_comes_back_to_that_record(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (
        "SC1,铅,0.58,mg/kg,不合格项,0.5,mg/kg,,",
        "SC1,铅,0.58,mg/kg,不合格项,0.5,mg/kg,,",
        ",,,,,,,,",
        "SC1,铅,未检出,mg/kg,合格项,2,mg/kg,,",
    )
    office.items("SC2,镉,0.01,mg/kg,合格项,0.1,mg/kg,,", *rows)
    # The file is read by the careful reader, which asks for nothing else.
    monkeypatch.setattr(landed, "_quick_tables", lambda *_, **__: iter((None,)))
    monkeypatch.setattr(landed, "connect", _Backwards)
    (delivery,) = office.take_in()
    assert delivery["n_exact_duplicates"] == 1
    kept = [(row["row_no"], row["item_name"], row["value_text"]) for row in office.history("result")]
    assert sorted(kept) == [(2, "镉", "0.01"), (3, "铅", "0.58"), (6, "铅", "未检出")]


def test_records_without_their_key_are_refused_each_and_none_is_a_repetition(office: Office) -> None:
    office.items("SC2,镉,0.01,mg/kg,合格项,0.1,mg/kg,,", *[",铅,0.58,mg/kg,不合格项,0.5,mg/kg,,"] * 2)
    (delivery,) = office.take_in()
    assert (delivery["n_exact_duplicates"], delivery["n_quarantined"]) == (0, 2)
    assert office.codes().count("S01") == 2


def test_the_rows_of_a_large_file_have_the_numbers_of_its_lines(office: Office) -> None:
    """Large enough for several pieces, each of several batches that threads read side by side."""
    office.items(*(f"SC{number},铅,{number % 100},mg/kg,合格项,500,mg/kg,," for number in range(2, 300_002)))
    with night.locked(office.curated):
        (receipt,) = intake.survey(office.settings).new
    source = sources()[receipt.source]
    landing = landed.from_raw(receipt, office.store.kept(receipt.sha256), source, office.raw)
    pieces = [piece.table for piece in landing.pieces()]
    assert len(pieces) > 1
    for table in pieces:
        assert [f"SC{row_no}" for row_no in table["row_no"].to_pylist()] == table["sample_no"].to_pylist()
