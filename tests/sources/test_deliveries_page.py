"""The page on how deliveries look names tests that are there."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "deliveries.md"


def test_every_test_that_the_page_names_is_there() -> None:
    there = {name for path in TESTS.rglob("test_*.py") for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M)}
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8")))
    assert named and named <= there, named - there


def test_every_line_of_the_page_names_a_test() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and not line.startswith("| seen")]
    assert len(lines) > 40 and [line for line in lines if "`test_" not in line] == []
