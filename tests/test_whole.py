"""Copying a file: by the file system where it can, and by reading and writing where it cannot."""

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from qmon import whole

BYTES = b"\x00sample\xff" * 100_000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(BYTES)
    return path


def refuses(code: int) -> object:
    def copy_file_range(there: int, here: int, count: int) -> NoReturn:
        raise OSError(code, os.strerror(code))

    return copy_file_range


def test_a_copy_has_the_same_bytes_and_takes_the_place_of_what_was_there(source: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"longer" * len(BYTES))
    whole.copy_file(source, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == BYTES


def test_where_the_file_system_cannot_copy_bytes_are_read_and_written(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "copy_file_range", refuses(errno.EXDEV))
    whole.copy_file(source, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == BYTES


def test_a_full_disk_is_an_error(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "copy_file_range", refuses(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left"):
        whole.copy_file(source, tmp_path / "copy")
