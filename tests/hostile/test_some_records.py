"""Some records of a large text file are found without reading the others, and are the same as when all are read."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmon.files import Refused, delimited


def read(path: Path) -> list[tuple[int, list[str]]] | None:
    """All records with their numbers; None where the file cannot be read."""
    try:
        return list(enumerate(delimited._rows(path, ","), start=1))
    except Refused:
        return None


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text('a中,"\n\r ', max_size=60), st.sets(st.integers(1, 20), min_size=1))
def test_some_records_are_those_of_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, numbers: set[int]) -> None:
    monkeypatch.setattr(delimited, "_BLOCK", 8)
    path = tmp_path / "some.csv"
    path.write_bytes(text.encode())
    whole = read(path)
    if whole is not None:
        assert list(delimited._records_at(path, ",", numbers)) == [(number, row) for number, row in whole if number in numbers]


def test_a_record_over_two_blocks_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_BLOCK", 8)
    path = tmp_path / "long.csv"
    path.write_text('a,b\n1,"one\ntwo\nthree\nfour"\n2,c\n', encoding="utf-8")
    assert list(delimited._records_at(path, ",", [2, 3])) == [(2, ["1", "one\ntwo\nthree\nfour"]), (3, ["2", "c"])]


def test_a_very_long_field_is_found(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(f"a,b\n1,{'x' * 200_000}\n", encoding="utf-8")
    assert [len(row[1]) for _, row in delimited._records_at(path, ",", [2])] == [200_000]
