"""Files that are written: copied, or there whole or not at all; and those that may be lost, since what they say can be found again."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

_Read = TypeVar("_Read")
_NO_SUCH_COPY = (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)  # between two file systems, or on one that knows none


def copy_file(source: Path, target: Path) -> None:
    """Copy the bytes of a file. Where the file system can (XFS, Btrfs), both share them until one is changed, which takes no time."""
    if hasattr(os, "copy_file_range"):
        with source.open("rb") as there, target.open("wb") as here:
            try:
                while os.copy_file_range(there.fileno(), here.fileno(), 1 << 30):
                    pass
                return
            except OSError as error:
                if error.errno not in _NO_SUCH_COPY:
                    raise
    shutil.copyfile(source, target)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def remembered(path: Path, read: Callable[[Any], _Read]) -> _Read | None:
    """What a JSON file that only saves work says, as `read` makes it out; None where it is not there, was damaged or is of another form."""
    with suppress(FileNotFoundError, ValueError, TypeError, AttributeError):
        return read(json.loads(path.read_bytes()))
    return None
