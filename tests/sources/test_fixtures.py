"""Each source's fixtures: a delivered file, and beside it the rows, findings and quarantined records that must come of it."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Office

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*/*.expected.yml"))


def delivered(expected: Path) -> list[Path]:
    name = expected.name.removesuffix(".expected.yml")
    return [path for path in sorted(expected.parent.iterdir()) if path.name.split(".")[0] == name and path.suffix not in (".yml", ".py")]


def plain(value: Any) -> Any:
    """A value as the expected file writes it: dates in ISO form, decimals without trailing zeros."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, datetime.date) else value


@pytest.mark.parametrize("expected", CASES, ids=[f"{path.parent.name}/{path.name.split('.')[0]}" for path in CASES])
def test_fixture(expected: Path, office: Office) -> None:
    want = yaml.load(expected.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    files = delivered(expected)
    assert files, f"no file beside {expected.name}"
    for path in files:
        office.deliver(f"{expected.parent.name}/{path.name}", path.read_bytes())
    office.take_in()
    assert office.codes() == want.get("findings", [])
    assert sorted(str(row["row_no"]) for row in office.history("quarantine")) == sorted(want.get("quarantined", []))
    for table, name in (
        ("sample", "samples"),
        ("result", "results"),
        ("decision", "decisions"),
        ("published", "published"),
        ("event", "events"),
        ("output_value", "output_values"),
        ("planned", "planned"),
    ):
        if name not in want:
            continue
        rows = sorted(office.history(table), key=lambda row: (row["sheet"], row["row_no"]))
        shown = [{column: _text(plain(row[column])) for column in one} for row, one in zip(rows, want[name], strict=True)]
        assert shown == [{column: _null(text) for column, text in one.items()} for one in want[name]]


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return [str(one) for one in value]
    return None if value is None else str(value)


def _null(text: Any) -> Any:
    return None if text == "null" else text


def test_every_source_has_a_clean_and_a_messy_case() -> None:
    from qmon.sources import sources

    for name in sources():
        assert len([case for case in CASES if case.parent.name == name]) >= 2, name
