"""Divisions of industry as delivered, and what they are read as."""

import pytest

from qmon.reference.industries import in_manufacturing_rate, read_industry


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C35", "C35"),
        ("35", "C35"),
        (" c 35 ", "C35"),
        ("专用设备制造业", "C35"),
        ("C35 专用设备制造业", "C35"),
        ("35-专用设备制造业", "C35"),
        ("C3521", "C35"),
        ("石油加工、炼焦和核燃料加工业", "C25"),  # the name of 2011
        ("酒，饮料和精制茶制造业", "C15"),
        ("C35 汽车制造业", None),  # code and name of two divisions
        ("C99", None),
        ("制造业", None),
        ("", None),
    ],
)
def test_a_division_is_read_by_code_or_name_or_not_at_all(text: str, code: str | None) -> None:
    assert read_industry(text) == code


def test_the_manufacturing_rate_has_29_divisions() -> None:
    assert in_manufacturing_rate() == tuple(f"C{number}" for number in range(13, 42))
