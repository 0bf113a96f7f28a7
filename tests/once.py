"""Told once: the nights that many tests of a file begin with are run for the first of them; the others get a copy of the folders."""

import copy
import datetime
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from tests.conftest import Office

Told = TypeVar("Told")

_told: dict[tuple[Any, ...], tuple[Path, datetime.datetime, Any]] = {}
_KEPT = tempfile.TemporaryDirectory(prefix="qmon-told-")


def once(tell: Callable[..., Told]) -> Callable[..., Told]:
    """A function that fills a new office, for any further office as well; what it returns must not speak of the folder."""

    @wraps(tell)
    def told(office: Office, *given: Any, **named: Any) -> Told:
        file = os.environ["PYTEST_CURRENT_TEST"].partition("::")[0]  # files differ in what nights leave out, see conftest.py
        key = (file, type(office), tell.__qualname__, given, tuple(named.items()))
        if key not in _told:
            said = tell(office, *given, **named)
            kept = Path(_KEPT.name) / str(len(_told))
            shutil.copytree(office.raw.parent, kept, symlinks=True)
            _told[key] = kept, office.now, copy.deepcopy(said)
            return said
        kept, now, said = _told[key]
        for name in ("raw", "curated"):
            shutil.copytree(kept / name, office.raw.parent / name, symlinks=True, dirs_exist_ok=True)
        office.now = now
        return copy.deepcopy(said)

    return told
