"""What fuzzing once broke: each file in crashes/ is named after the target that it broke, and breaks it no more."""

from pathlib import Path

import pytest

from tests.fuzzing.targets import TARGETS

CRASHES = sorted(path for path in Path(__file__).with_name("crashes").iterdir() if path.name != "README.md")


@pytest.mark.parametrize("path", CRASHES, ids=lambda path: path.name)
def test_what_once_broke_a_target_breaks_it_no_more(path: Path) -> None:
    TARGETS[path.name.partition("-")[0]](path.read_bytes())
