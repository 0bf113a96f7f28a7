"""Numbers: exact decimals, or the reason they cannot be exact."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmon.grammar import read_number


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("527", "527", 0),
        ("3.30", "3.30", 2),
        ("0.080", "0.080", 3),
        ("-1.5", "-1.5", 1),
        ("−1.5", "-1.5", 1),
        ("１２０", "120", 0),
        ("1,072", "1072", 0),
        ("1,234,567.8", "1234567.8", 1),
        ("1.2×10⁴", "12000", 0),
        ("1.2 × 10⁴", "12000", 0),
        ("1.2*10^4", "12000", 0),
        ("1.2x10^(4)", "12000", 0),
        ("1.2E4", "12000", 0),
        ("1.2e+04", "12000", 0),
        ("3.50×10²", "350", 0),
        ("1.234×10²", "123.4", 1),
        ("3.50×10⁻²", "0.0350", 4),
        ("1.7×10<sup>4</sup>", "17000", 0),
        ("10<sup>4</sup>", "10000", 0),
        ("10⁵", "100000", 0),
        ("10^5", "100000", 0),
        ("104", "104", 0),
        ("1.2×10-3", "0.0012", 4),
        ("-3.0×10−2", "-0.030", 3),
    ],
)
def test_number_is_read_exactly(text: str, value: str, decimals: int) -> None:
    number = read_number(text)
    assert (str(number.value), number.decimals, number.reason) == (value, decimals, None)


@pytest.mark.parametrize("text", ["3.0×102", "5.2×103", "5.2*103", "12×10-3", "0.5×10-6", "4.1×1012"])
def test_flattened_exponent_is_not_read(text: str) -> None:
    assert read_number(text).reason == "flattened_exponent"


@pytest.mark.parametrize("text", ["1.4×10", "1.06×10", "1.4 x 10"])
def test_lost_exponent_is_not_read(text: str) -> None:
    assert read_number(text).reason == "truncated_exponent"


@pytest.mark.parametrize("text", ["3.9×10?", "3.9×10？", "1.7×10<sup>4</sup>4", "1.7×10⁴4", "1.2×10^", "1.2E"])
def test_broken_exponent_is_not_read(text: str) -> None:
    assert read_number(text).reason == "broken_exponent"


@pytest.mark.parametrize("text", ["1" + "0" * 23, "0." + "0" * 15 + "1", "1×10²³", "1E-16", "1E999999999999"])
def test_number_beyond_the_column_is_out_of_range(text: str) -> None:
    assert read_number(text).reason == "out_of_range"


def test_number_at_the_edge_of_the_column_is_read() -> None:
    assert read_number("9" * 23 + "." + "9" * 15).value == Decimal("9" * 23 + "." + "9" * 15)


@pytest.mark.parametrize("text", ["0,5", "12,34", "1.2.3", "5.", ".5", "007", "1 072", "0.5±0.1", "٣", "abc", "1.2×100"])
def test_other_text_is_unreadable(text: str) -> None:
    assert read_number(text).reason == "unreadable"


def test_empty_text_has_no_number() -> None:
    assert read_number("/").reason == "empty"


def test_reading_ignores_the_current_decimal_context() -> None:
    with localcontext(prec=3):
        assert read_number("123456.789").value == Decimal("123456.789")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**16), max_value=10**16))
def test_printed_decimal_reads_back(value: Decimal) -> None:
    number = read_number(f"{value:f}")
    assert number.value == value
    assert number.decimals == 6
