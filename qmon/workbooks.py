"""Workbooks that are written: text stays text, whatever it begins with, and a disk without room is an OSError like any other."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any


@contextmanager
def written(target: Path | BytesIO) -> Iterator[Any]:
    """An xlsxwriter.Workbook that is written to `target` at the end. Raises OSError where that cannot be done."""
    import xlsxwriter  # only where one is written
    from xlsxwriter.exceptions import FileCreateError

    # A cell that begins with = is what somebody delivered, and no formula of ours.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    try:
        with xlsxwriter.Workbook(target if isinstance(target, BytesIO) else str(target), options) as book:
            yield book
    except FileCreateError as error:
        raise OSError(str(error)) from error
