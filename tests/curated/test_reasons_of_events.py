"""The table of reasons why an event takes no effect."""

from pathlib import Path

import pytest

from qmon.curated import events
from qmon.definitions import DefinitionError


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("no_date: {rule: V05, says: 一}", r"reasons\.yml:2.*no_date\.rule"), ("no_date: {rule: V04}", r"reasons\.yml:2.*no_date\.says")],
)
def test_a_mistake_in_the_table_is_said_with_its_line(tmp_path: Path, wrong: str, said: str) -> None:
    (tmp_path / "reasons.yml").write_text(f"pending: {{rule: null, says: 尚在处理中}}\n{wrong}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        events.reasons(tmp_path)
