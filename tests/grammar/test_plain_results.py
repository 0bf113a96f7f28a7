"""The short way for plain numbers answers as the long way does."""

import csv
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmon.grammar import read_result
from qmon.grammar.result import read_any_result
from tests.grammar.test_reasons import TEXTS

with (files("qmon.reference") / "units.csv").open(encoding="utf-8") as stream:
    UNITS = [row["unit_seen"] for row in csv.DictReader(stream)]
NUMBERS = st.from_regex(r"(0|[1-9][0-9]{0,24})([.,][0-9]{1,17})?", fullmatch=True)
BEHIND = st.sampled_from(["", " ", "  ", "\n", "×", "E", "e5", "⁴", "~", "-", "(", "°"])
PLANS = st.sampled_from([None, "≤5mg/kg", "n=5,c=2,m=10,M=100CFU/g", "n=1,c=0,m=10"])


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_read_alike(unit: str) -> None:
    for text in (f"12.50{unit}", f"12.50 {unit}", f"7({unit})"):
        assert read_result(text) == read_any_result(text)
        assert read_result(text, "mg/kg") == read_any_result(text, "mg/kg")
    assert read_result("12.50", unit) == read_any_result("12.50", unit)


@settings(max_examples=500)
@given(NUMBERS, BEHIND, st.sampled_from(UNITS) | TEXTS, st.none() | st.sampled_from(UNITS) | TEXTS, PLANS)
def test_every_number_is_read_alike(number: str, behind: str, unit: str, column: str | None, plan: str | None) -> None:
    text = f"{number}{behind}{unit}"
    assert read_result(text, column, plan) == read_any_result(text, column, plan)


@settings(max_examples=500)
@given(TEXTS, TEXTS)
def test_every_text_is_read_alike(text: str, column: str) -> None:
    assert read_result(text, column) == read_any_result(text, column)
