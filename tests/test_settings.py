"""The hash of the definitions: what changes it, and so makes a new release."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qmon import settings
from qmon.settings import Settings


def hashed(*sources: Path) -> str:
    """As another process would hash them."""
    settings._packaged.cache_clear()
    return Settings(Path("raw"), Path("curated"), sources).definitions_hash()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Three small folders in place of the definitions, the code, and one of sources."""
    for name in ("definitions", "code", "sources"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(settings, "EXPECTATIONS", tmp_path / "definitions")
    monkeypatch.setattr(settings, "PACKAGED", tmp_path / "code" / "sources")
    yield tmp_path
    settings._packaged.cache_clear()


@pytest.mark.parametrize(
    "file", ["definitions/rules.yml", "code/mart.sql", "code/night.py", "code/limits.csv", "sources/county/source.yml"]
)
def test_a_definition_that_comes_changes_or_moves_changes_the_hash(folder: Path, file: str) -> None:
    path = folder / file
    path.parent.mkdir(exist_ok=True)
    hashes = [hashed(folder / "sources")]
    for text in ("as it was", "as it is"):
        path.write_text(text, encoding="utf-8")
        hashes.append(hashed(folder / "sources"))
    path.rename(path.with_stem("moved"))
    hashes.append(hashed(folder / "sources"))
    assert len(set(hashes)) == 4


def test_a_page_to_read_does_not(folder: Path) -> None:
    before = hashed(folder / "sources")
    (folder / "definitions" / "DICTIONARY.md").write_text("changed", encoding="utf-8")
    assert hashed(folder / "sources") == before


def test_one_process_hashes_what_it_works_by_once(folder: Path) -> None:
    before = hashed()
    (folder / "code" / "night.py").write_text("of another night", encoding="utf-8")
    assert Settings(Path("raw"), Path("curated")).definitions_hash() == before
