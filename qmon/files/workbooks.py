"""xlsx, xls and ods as tables: bounded before they are opened, merged cells filled down."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, load_workbook

from qmon.files.bounds import check_cells, damaged
from qmon.files.parts import Merge, looked_through
from qmon.files.table import Table, cell_text, of_rows


def workbook_tables(path: Path, container: str, prefix: str = "") -> Iterator[Table]:
    """Each visible sheet of a workbook, named `prefix` and its name; hidden sheets hold lists for drop-downs.

    A cell that is merged downwards stands in every row of the merge: only where the workbook says so, a blank cell stays blank.
    Raises Refused F03 where the workbook is damaged or locked, F04 where its XML declares entities, F09 where it holds too many cells.
    """
    merged = {} if container == "xls" else looked_through(path, container)  # an xls has 65,536 rows of 256 columns at most
    with damaged("工作簿", CalamineError, OSError, ValueError, zipfile.BadZipFile):
        workbook = load_workbook(str(path))
        shown = [sheet.name for sheet in workbook.sheets_metadata if str(sheet.visible).endswith("Visible")]
    for name in shown:
        with damaged("工作簿", CalamineError, OSError, ValueError, zipfile.BadZipFile):
            sheet = workbook.get_sheet_by_name(name)
            check_cells(sheet.total_height, sheet.total_width, name)
            rows = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        _fill_down(rows, merged.get(name, []) if container == "ods" else sheet.merged_cell_ranges or [])
        yield of_rows(prefix + name, rows)


def _fill_down(rows: list[list[str]], merged: list[Merge]) -> None:
    check_cells(sum(min(bottom, len(rows)) - top for (top, _), (bottom, _) in merged), 1, "")
    for (top, left), (bottom, _) in merged:
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and left < len(rows[top]):
                row[left] = rows[top][left]
